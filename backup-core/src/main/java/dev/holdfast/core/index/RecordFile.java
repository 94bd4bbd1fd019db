package dev.holdfast.core.index;

import dev.holdfast.api.error.CancelledException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.core.failure.Reasons;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records in a temporary file of their own. It is deleted when this is closed; where the system can, it has no name
 * from the beginning, so that a killed process leaves nothing behind.
 */
final class RecordFile implements RecordSource, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RecordFile.class);
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final long count;

    private RecordFile(Path file, FileChannel channel, long count) {
        this.file = file;
        this.channel = channel;
        this.count = count;
    }

    /** Spills a table's records, sorted, into a file in a directory. */
    static RecordFile spill(RunTable table, Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "chunks-", ".run");
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        try {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
            for (int at : table.sorted()) {
                out.write(table.records(), at, IndexRecord.BYTES);
            }
            out.flush();
            return new RecordFile(file, channel, table.size());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether it can be read; an interrupt in a read closes it. */
    boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public int read(long first, int wanted, byte[] target) {
        int records = (int) Math.min(wanted, count - first);
        ByteBuffer buffer = ByteBuffer.wrap(target, 0, records * IndexRecord.BYTES);
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, first * IndexRecord.BYTES + buffer.position()) < 0) {
                    throw new IOException("it ends early");
                }
            }
        } catch (ClosedByInterruptException e) {
            throw new CancelledException("interrupted while looking for chunks", e);
        } catch (IOException e) {
            throw new StorageException(
                    "cannot read what this run has written to " + file + ": " + Reasons.of(e)
                            + "; run again, with the local state in another place if that disk is bad",
                    e);
        }
        return records;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Nobody needs it any more.
            LOG.warn("cannot remove {}: {}", file, Reasons.of(e));
        }
    }
}
