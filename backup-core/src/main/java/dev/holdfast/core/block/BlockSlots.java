package dev.holdfast.core.block;

import dev.holdfast.api.error.CancelledException;
import dev.holdfast.core.work.Unchecked;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Stand-ins for block numbers: a chunk's place is known when it is put into a block, the block's number only when the
 * block was sealed and lies in its volume. Thread-safe.
 */
public final class BlockSlots {

    private static final int UNKNOWN = -1;

    private int[] numbers = new int[64];
    private int count;
    private int known;
    private @Nullable Throwable failure;

    synchronized int open() {
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, count * 2);
        }
        numbers[count] = UNKNOWN;
        return count++;
    }

    synchronized void resolve(int slot, int number) {
        numbers[slot] = number;
        known++;
        notifyAll();
    }

    /** Ends all waiting, now and later, with this failure. */
    public synchronized void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        notifyAll();
    }

    /** The number of the slot's block, or −1 as long as it is not known. */
    public synchronized int numberIfKnown(int slot) {
        return numbers[slot];
    }

    /** How many blocks have their number. */
    public synchronized int known() {
        return known;
    }

    /** The number of the slot's block; waits until it is known. */
    public synchronized int number(int slot) {
        while (numbers[slot] == UNKNOWN) {
            Unchecked.rethrow(failure);
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancelledException("interrupted while waiting for a block", e);
            }
        }
        return numbers[slot];
    }
}
