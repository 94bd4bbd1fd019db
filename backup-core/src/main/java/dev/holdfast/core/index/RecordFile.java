package dev.holdfast.core.index;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Records in a temporary file of their own, which is deleted when this is closed. */
final class RecordFile implements RecordSource, AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final long count;

    private RecordFile(Path file, FileChannel channel, long count) {
        this.file = file;
        this.channel = channel;
        this.count = count;
    }

    /** Spills a table's records, sorted, into a file in a directory. */
    static RecordFile spill(RunTable table, Path directory) {
        try {
            Path file = Files.createTempFile(directory, "chunks-", ".run");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
                for (int at : table.sorted()) {
                    out.write(table.records(), at, IndexRecord.BYTES);
                }
            }
            return new RecordFile(file, FileChannel.open(file, StandardOpenOption.READ), table.size());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the index of new chunks below " + directory, e);
        }
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
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the index of new chunks, " + file, e);
        }
        return records;
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
    }
}
