package dev.holdfast.core.backup.pages;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.bytes.ByteSink;
import dev.holdfast.core.bytes.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** The hash of the evidence for entries that follow each other, and of their paths. For one thread. */
public final class EvidenceDigest {

    private static final int NUMBERS = 9;

    /** Of all entries, gathered: putting numbers together to bytes one by one takes longer to compile than to do. */
    private long[] numbers = new long[64 * NUMBERS];

    private int count;
    private final ByteSink texts = new ByteSink(16 << 10);

    /** Adds the entry that comes next. */
    public void add(EntryPath path, Evidence evidence) {
        if (count + NUMBERS > numbers.length) {
            numbers = Arrays.copyOf(numbers, numbers.length * 2);
        }
        Instant changed = evidence.changed();
        int at = count;
        numbers[at] = evidence.type().ordinal();
        numbers[at + 1] = evidence.sizeBytes();
        numbers[at + 2] = evidence.modified().getEpochSecond();
        numbers[at + 3] = (long) evidence.modified().getNano() << 32 | (changed == null ? -1 : changed.getNano());
        numbers[at + 4] = changed == null ? 0 : changed.getEpochSecond();
        numbers[at + 5] = evidence.fileSystem();
        numbers[at + 6] = evidence.mode();
        numbers[at + 7] = evidence.userId();
        numbers[at + 8] = evidence.groupId();
        count += NUMBERS;
        add(path.bytes());
        add(evidence.inode());
        add(evidence.userName());
        add(evidence.groupName());
    }

    private void add(String text) {
        add(text.getBytes(StandardCharsets.UTF_8));
    }

    /** With a zero behind it, which is in no name. */
    private void add(byte[] text) {
        texts.write(text);
        texts.write(0);
    }

    /** The hash of what was added, 32 bytes; then it begins anew. */
    public byte[] finish() {
        ByteBuffer bytes = ByteBuffer.allocate(count * Long.BYTES + texts.size());
        bytes.asLongBuffer().put(numbers, 0, count);
        bytes.position(count * Long.BYTES).put(texts.array(), 0, texts.size());
        byte[] hash = Sha256.of(bytes.array());
        clear();
        return hash;
    }

    /** Forgets what was added. */
    public void clear() {
        count = 0;
        texts.truncate(0);
    }
}
