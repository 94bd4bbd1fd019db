package dev.holdfast.core.delta;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.bytes.Sha256;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.page.PageRef;
import dev.holdfast.core.catalog.page.PageTree;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Finds files that are under another path now, among those that were removed and added. A file without content is like
 * any other, so it is never moved. Holds at most {@value #MAX_FILES} files of each kind. For one thread.
 */
final class Moves {

    private static final int MAX_FILES = 20_000;

    /** What tells that two files are the same. */
    private record Identity(long sizeBytes, String text) {}

    private final boolean sameChain;
    private final MessageDigest digest;
    private final Map<Identity, Deque<Entry>> removed = new HashMap<>();
    private int removedFiles;
    private final Map<EntryPath, Identity> added = new LinkedHashMap<>();

    /**
     * @param sameChain whether equal content has equal chunks; otherwise a file is known by inode, size and time of
     *     modification
     */
    Moves(boolean sameChain) {
        this.sameChain = sameChain;
        digest = Sha256.digest();
    }

    void removed(Entry entry) {
        if (isCandidate(entry) && removedFiles < MAX_FILES) {
            removedFiles++;
            removed.computeIfAbsent(identity(entry), identity -> new ArrayDeque<>(1))
                    .add(entry.withoutContent());
        }
    }

    void added(Entry entry) {
        if (isCandidate(entry) && added.size() < MAX_FILES) {
            added.put(entry.path(), identity(entry));
        }
    }

    private static boolean isCandidate(Entry entry) {
        return entry.type() == EntryType.FILE
                && entry.sizeBytes() > 0
                && !entry.failed()
                && entry.hardLinkTo().isEmpty();
    }

    private Identity identity(Entry entry) {
        if (!sameChain) {
            String inode = entry.inode().orElse("");
            return new Identity(entry.sizeBytes(), inode + "/" + entry.modified());
        }
        PageTree pages = entry.content().pages();
        if (pages != null) {
            for (PageRef page : pages.pages()) {
                digest.update(page.chunk().sha256());
            }
        }
        for (ContentItem item : entry.content().items()) {
            digest.update(ByteBuffer.allocate(8).putLong(item.lengthBytes()).flip());
            if (!item.isHole()) {
                digest.update(item.chunk().sha256());
            }
        }
        return new Identity(entry.sizeBytes(), HexFormat.of().formatHex(digest.digest(), 0, 16));
    }

    /** Where each moved file was, by where it is; asked once. */
    Map<EntryPath, Entry> pairs() {
        Map<EntryPath, Entry> pairs = new HashMap<>();
        added.forEach((path, identity) -> {
            Deque<Entry> sources = removed.get(identity);
            if (sources != null && !sources.isEmpty()) {
                pairs.put(path, sources.remove());
            }
        });
        return pairs;
    }
}
