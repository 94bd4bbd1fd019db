package dev.holdfast.core.index;

import dev.holdfast.api.error.StorageException;
import dev.holdfast.core.failure.Reasons;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records in a temporary file of their own. It is deleted when this is closed; where the system can, it has no name
 * from the beginning, so that a killed process leaves nothing behind.
 */
final class RecordFile implements RecordSource, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RecordFile.class);
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    /** No channel, which an interrupt would close: the checkpoint that follows wants what is here. */
    private final RandomAccessFile file;

    private final long count;

    private RecordFile(Path path, RandomAccessFile file, long count) {
        this.path = path;
        this.file = file;
        this.count = count;
    }

    /** Spills a table's records, sorted, into a file in a directory. */
    static RecordFile spill(RunTable table, Path directory) throws IOException {
        Path path = Files.createTempFile(directory, "chunks-", ".run");
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        RecordFile spilled = new RecordFile(path, file, table.size());
        try {
            deleteWhileOpen(path);
            OutputStream out = new BufferedOutputStream(new FileOutputStream(file.getFD()), BUFFER_BYTES);
            for (int at : table.sorted()) {
                out.write(table.records(), at, IndexRecord.BYTES);
            }
            out.flush();
            return spilled;
        } catch (IOException | RuntimeException e) {
            spilled.close();
            throw e;
        }
    }

    private static void deleteWhileOpen(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            LOG.debug("{} keeps its name until it is closed: {}", path, Reasons.of(e));
        }
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public int read(long first, int wanted, byte[] target) {
        int records = (int) Math.min(wanted, count - first);
        try {
            synchronized (file) {
                file.seek(first * IndexRecord.BYTES);
                file.readFully(target, 0, records * IndexRecord.BYTES);
            }
        } catch (IOException e) {
            throw new StorageException(
                    "cannot read what this run has written to " + path + ": " + Reasons.of(e)
                            + "; run again, with the local state in another place if that disk is bad",
                    e);
        }
        return records;
    }

    @Override
    public void close() {
        try {
            file.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Nobody needs it any more.
            LOG.warn("cannot remove {}: {}", path, Reasons.of(e));
        }
    }
}
