package dev.holdfast.core.backup.pages;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.json.ByteSink;
import dev.holdfast.core.json.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The hash of the evidence for entries that follow each other, and of their paths. For one thread. */
public final class EvidenceDigest {

    private static final int NUMBERS_BYTES = 65;

    private final ByteSink bytes = new ByteSink(32 << 10);
    private final ByteBuffer numbers = ByteBuffer.allocate(NUMBERS_BYTES);

    /** Adds the entry that comes next. */
    public void add(EntryPath path, Evidence evidence) {
        Instant changed = evidence.changed();
        Instant known = changed == null ? Instant.EPOCH : changed;
        numbers.clear()
                .put((byte) evidence.type().ordinal())
                .putLong(evidence.sizeBytes())
                .putLong(evidence.modified().getEpochSecond())
                .putInt(evidence.modified().getNano())
                .putInt(changed == null ? 0 : 1)
                .putLong(known.getEpochSecond())
                .putInt(known.getNano())
                .putInt(evidence.fileSystem())
                .putInt(evidence.mode())
                .putLong(evidence.userId())
                .putLong(evidence.groupId());
        bytes.write(numbers.array(), 0, numbers.position());
        add(path.bytes());
        add(evidence.inode());
        add(evidence.userName());
        add(evidence.groupName());
    }

    private void add(String text) {
        add(text.getBytes(StandardCharsets.UTF_8));
    }

    private void add(byte[] part) {
        numbers.clear().putInt(part.length);
        bytes.write(numbers.array(), 0, numbers.position());
        bytes.write(part);
    }

    /** The hash of what was added, 32 bytes; then it begins anew. */
    public byte[] finish() {
        byte[] hash = Sha256.of(bytes.array(), 0, bytes.size());
        bytes.truncate(0);
        return hash;
    }

    /** Forgets what was added. */
    public void clear() {
        bytes.truncate(0);
    }
}
