package dev.holdfast.core.list;

import java.util.LinkedHashMap;
import java.util.Map;

/** Pages in memory, counted. */
final class MemoryPages implements PageStore {

    final Map<String, byte[]> pages = new LinkedHashMap<>();
    int reads;
    int newPages;

    @Override
    public byte[] read(ListPage page) {
        reads++;
        byte[] bytes = pages.get(page.sha256());
        if (bytes == null || bytes.length != page.sizeBytes()) {
            throw new AssertionError("no page " + page);
        }
        return bytes;
    }

    @Override
    public void write(String sha256, byte[] bytes) {
        newPages += pages.put(sha256, bytes) == null ? 1 : 0;
    }

    void resetCounts() {
        reads = 0;
        newPages = 0;
    }
}
