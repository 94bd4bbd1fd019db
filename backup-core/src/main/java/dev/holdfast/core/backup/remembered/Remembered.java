package dev.holdfast.core.backup.remembered;

import dev.holdfast.core.bytes.Sha256;
import dev.holdfast.core.failure.DirectoryEntries;
import dev.holdfast.core.failure.FirstFailure;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What earlier runs found out, values by key, in a file of the local state, which each run that commits writes anew. A
 * key is the hash of all that its value follows from, and none of that ever changes; so what is found is right,
 * whenever it was written. What cannot be read, or is damaged, counts as absent. For one thread.
 *
 * <p>The file: a header of a mark and the number of values, 8 bytes each; then for each value its key, its length (4
 * bytes), the value, and the SHA-256 of key and value.
 */
public final class Remembered implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Remembered.class);

    private static final long MARK = 0x686f_6c64_7265_6d31L;
    private static final int HASH_BYTES = 32;
    private static final int HEADER_BYTES = 16;
    private static final int MAX_VALUE_BYTES = 64 << 20;

    /** The others are found out again. Finding so many takes 8 MiB of memory. */
    private static final int MAX_VALUES = 1 << 18;

    private static final String UNFINISHED = ".remembered-";

    private final Path directory;
    private final Path file;
    private final FirstFailure failures = new FirstFailure();
    private final @Nullable FileChannel former;
    private final Places places;

    private @Nullable Path newFile;
    private @Nullable DataOutputStream writer;
    private long kept;

    /** @param directory of the local state; nothing in it is changed before something is kept */
    public Remembered(Path directory) {
        this.directory = directory;
        file = directory.resolve("remembered");
        FileChannel channel = null;
        Places found = new Places(0);
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            found = index();
        } catch (NoSuchFileException e) {
            // The first run, or one after the local state was deleted.
        } catch (IOException e) {
            failures.tell(LOG, "cannot read " + file, e);
        }
        former = channel;
        places = found;
    }

    private Places index() throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            long size = Files.size(file);
            long count = size < HEADER_BYTES || in.readLong() != MARK ? 0 : in.readLong();
            if (count < 0 || count > MAX_VALUES) {
                return new Places(0);
            }
            Places found = new Places((int) count);
            long at = HEADER_BYTES;
            for (long i = 0; i < count && at + HASH_BYTES + 4 <= size; i++) {
                byte[] key = in.readNBytes(HASH_BYTES);
                int length = in.readInt();
                long next = at + HASH_BYTES + 4 + length + HASH_BYTES;
                if (length < 0 || length > MAX_VALUE_BYTES || next > size) {
                    break;
                }
                found.put(key, at);
                in.skipNBytes(length + (long) HASH_BYTES);
                at = next;
            }
            return found;
        }
    }

    /** The value of a key, if an earlier run kept it. */
    public Optional<byte[]> find(byte[] key) {
        long at = places.find(key);
        if (former == null || at < 0) {
            return Optional.empty();
        }
        try {
            ByteBuffer head = read(former, at, HASH_BYTES + 4);
            int length = head.getInt(HASH_BYTES);
            if (!Arrays.equals(head.array(), 0, HASH_BYTES, key, 0, HASH_BYTES)
                    || length < 0
                    || length > MAX_VALUE_BYTES) {
                return Optional.empty();
            }
            byte[] rest = read(former, at + HASH_BYTES + 4, length + HASH_BYTES).array();
            byte[] value = Arrays.copyOf(rest, length);
            byte[] check = Arrays.copyOfRange(rest, length, rest.length);
            return Arrays.equals(check(key, value), check) ? Optional.of(value) : Optional.empty();
        } catch (IOException e) {
            failures.tell(LOG, "cannot read " + file, e);
            return Optional.empty();
        }
    }

    private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new IOException("the file ends within a record");
            }
        }
        return bytes;
    }

    private static byte[] check(byte[] key, byte[] value) {
        MessageDigest digest = Sha256.digest();
        digest.update(key);
        return digest.digest(value);
    }

    /** Writes a value down for the next run; what was found is forgotten unless it is kept again. */
    public void keep(byte[] key, byte[] value) {
        if (kept == MAX_VALUES || value.length > MAX_VALUE_BYTES) {
            return;
        }
        try {
            DataOutputStream out = writer();
            out.write(key);
            out.writeInt(value.length);
            out.write(value);
            out.write(check(key, value));
            kept++;
        } catch (IOException e) {
            failures.tell(LOG, "cannot write beside " + file, e);
            kept = MAX_VALUES;
            close();
        }
    }

    private DataOutputStream writer() throws IOException {
        DataOutputStream out = writer;
        if (out == null) {
            dropUnfinished();
            newFile = Files.createTempFile(directory, UNFINISHED, "");
            out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(newFile), 64 << 10));
            writer = out;
            out.write(new byte[HEADER_BYTES]);
        }
        return out;
    }

    /** What runs that were killed have begun to write. One that lives on without its lease writes in vain anyway. */
    private void dropUnfinished() {
        try (DirectoryEntries unfinished = DirectoryEntries.matching(directory, UNFINISHED + "*")) {
            for (Path each = unfinished.next(); each != null; each = unfinished.next()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            failures.tell(LOG, "cannot tidy up beside " + file, e);
        }
    }

    /** Puts what was kept in the place of what was found: the run has committed. */
    public void replace() {
        DataOutputStream out = writer;
        Path written = newFile;
        if (out == null || written == null) {
            return;
        }
        try {
            out.close();
            ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES)
                    .putLong(MARK)
                    .putLong(kept)
                    .flip();
            try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
                while (header.hasRemaining()) {
                    channel.write(header, header.position());
                }
            }
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
            newFile = null;
        } catch (IOException e) {
            failures.tell(LOG, "cannot write " + file, e);
        }
    }

    /** Drops what was not put in place. */
    @Override
    public void close() {
        try {
            if (former != null) {
                former.close();
            }
            if (writer != null) {
                writer.close();
            }
            if (newFile != null) {
                Files.deleteIfExists(newFile);
            }
        } catch (IOException e) {
            failures.tell(LOG, "cannot tidy up beside " + file, e);
        }
    }
}
