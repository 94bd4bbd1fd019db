package dev.holdfast.examples.spi;

import dev.holdfast.api.storage.PermanentStorageException;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * A file of records: magic number (4 bytes), length of the name (2), length of the content or -1 for a deletion (8),
 * name, content, CRC-32 of all that (4). A record counts when its checksum is there. Not thread-safe.
 *
 * <p>A {@link RandomAccessFile}, for its channel would be closed by the interrupt of any thread that uses it.
 */
final class RecordLog implements AutoCloseable {

    private static final int MAGIC = 0x48464C31;
    private static final long DELETION = -1;

    private final RandomAccessFile file;
    private final byte[] buffer = new byte[64 << 10];
    private long end;

    private RecordLog(RandomAccessFile file) {
        this.file = file;
    }

    /**
     * A record as it lies in the file.
     *
     * @param offset of its content
     * @param sizeBytes of its content; negative for a deletion
     */
    record Entry(String name, long offset, long sizeBytes) {}

    static RecordLog open(File path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path, "rw");
        try {
            if (file.getChannel().tryLock() == null) {
                throw new PermanentStorageException(path + " is open in another process");
            }
            return new RecordLog(file);
        } catch (OverlappingFileLockException e) {
            file.close();
            throw new PermanentStorageException(path + " is open already", e);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Gives all records in order, and cuts off what follows the last whole one. */
    void replay(Consumer<Entry> records) throws IOException {
        file.seek(0);
        try {
            while (end < file.length()) {
                records.accept(next());
                end = file.getFilePointer();
            }
        } catch (EOFException e) {
            file.setLength(end);
        }
    }

    private Entry next() throws IOException {
        if (file.readInt() != MAGIC) {
            throw new PermanentStorageException("no record at byte " + end + "; this is another kind of file");
        }
        byte[] name = new byte[file.readUnsignedShort()];
        long sizeBytes = file.readLong();
        file.readFully(name);
        CRC32 crc = headerChecksum(name, sizeBytes);
        long offset = file.getFilePointer();
        for (long left = Math.max(0, sizeBytes); left > 0; ) {
            int count = file.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (count < 0) {
                throw new EOFException();
            }
            crc.update(buffer, 0, count);
            left -= count;
        }
        if (file.readInt() != (int) crc.getValue()) {
            throw new PermanentStorageException("the record at byte " + end + " is damaged");
        }
        return new Entry(new String(name, StandardCharsets.UTF_8), offset, sizeBytes);
    }

    /** @return where the content lies */
    long append(String name, InputStream content, long sizeBytes) throws IOException {
        try {
            long offset = write(name, content, sizeBytes);
            end = file.getFilePointer();
            return offset;
        } catch (IOException | RuntimeException e) {
            file.setLength(end);
            throw e;
        }
    }

    void appendDeletion(String name) throws IOException {
        append(name, InputStream.nullInputStream(), DELETION);
    }

    private long write(String name, InputStream content, long sizeBytes) throws IOException {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        CRC32 crc = headerChecksum(nameBytes, sizeBytes);
        file.seek(end);
        file.writeInt(MAGIC);
        file.writeShort(nameBytes.length);
        file.writeLong(sizeBytes);
        file.write(nameBytes);
        long offset = file.getFilePointer();
        long left = Math.max(0, sizeBytes);
        for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
            left -= count;
            if (left < 0) {
                break;
            }
            crc.update(buffer, 0, count);
            file.write(buffer, 0, count);
        }
        if (left != 0) {
            throw new PermanentStorageException("the body of " + name + " has another length than announced");
        }
        file.writeInt((int) crc.getValue());
        file.getFD().sync();
        return offset;
    }

    private static CRC32 headerChecksum(byte[] name, long sizeBytes) {
        CRC32 crc = new CRC32();
        crc.update(name);
        for (int shift = 56; shift >= 0; shift -= 8) {
            crc.update((int) (sizeBytes >> shift) & 0xff);
        }
        return crc;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
