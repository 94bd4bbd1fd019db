package dev.holdfast.core.source;

import java.util.Arrays;

/**
 * The names of one directory, sorted by unsigned bytes. They lie behind one another in one array, since a directory of
 * a million entries must be read whole before its first one is known: that makes 12 bytes beside each name. Not
 * thread-safe until sorted, then immutable.
 */
final class NameList {

    private byte[] bytes = new byte[256];
    private int[] ends = new int[16];
    private int[] order = {};
    private int size;

    void add(byte[] name) {
        int start = size == 0 ? 0 : ends[size - 1];
        int end = Math.addExact(start, name.length);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(end, bytes.length * 3L / 2), Integer.MAX_VALUE - 8));
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size + size / 2);
        }
        System.arraycopy(name, 0, bytes, start, name.length);
        ends[size++] = end;
    }

    /** Sorts for good. */
    NameList sort() {
        bytes = Arrays.copyOf(bytes, size == 0 ? 0 : ends[size - 1]);
        ends = Arrays.copyOf(ends, size);
        order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        mergeSort(order, order.clone(), 0, size);
        return this;
    }

    int size() {
        return size;
    }

    byte[] get(int place) {
        int i = order[place];
        return Arrays.copyOfRange(bytes, start(i), ends[i]);
    }

    private int start(int i) {
        return i == 0 ? 0 : ends[i - 1];
    }

    /** Sorts a range of {@code to}; {@code from} holds the same values and is lost. */
    private void mergeSort(int[] to, int[] from, int low, int high) {
        if (high - low < 2) {
            return;
        }
        int middle = (low + high) >>> 1;
        mergeSort(from, to, low, middle);
        mergeSort(from, to, middle, high);
        for (int a = low, b = middle, i = low; i < high; i++) {
            to[i] = b == high || a < middle && compare(from[a], from[b]) <= 0 ? from[a++] : from[b++];
        }
    }

    private int compare(int a, int b) {
        return Arrays.compareUnsigned(bytes, start(a), ends[a], bytes, start(b), ends[b]);
    }
}
