package dev.holdfast.core.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An entry that is held on to, so that it gets its metadata whatever takes its name meanwhile. With native calls it is
 * the entry itself, a symbolic link too; without them it is its path, and no symbolic link in the last name is
 * followed. Errors as those of {@link Posix}. For one thread at a time.
 */
public interface OpenEntry extends AutoCloseable {

    Posix.Status status() throws IOException;

    /** @param names attributes of the JDK's view {@code unix}, with commas between them */
    Map<String, Object> read(String names) throws IOException;

    /** @param attribute one of the JDK's, with its view */
    void set(String attribute, Object value) throws IOException;

    /** All extended attributes that the process may see, ascending; those that vanish meanwhile are left out. */
    List<ExtendedAttribute> attributes() throws IOException;

    void setAttribute(ExtendedAttribute attribute) throws IOException;

    /** Removes what is there and ignores what is not. */
    void removeAttribute(ExtendedAttribute attribute) throws IOException;

    /** @param mode the bits of 07777 */
    void setMode(int mode) throws IOException;

    void setModified(Instant time) throws IOException;

    /** Opens a regular file for reading; on anything else it may wait. The caller closes it. */
    FileChannel openForReading() throws IOException;

    /** Tells where a regular file has holes. The caller closes it. */
    HoleFinder findHoles() throws IOException;

    /**
     * Writes all remaining bytes at a position of a file that {@link Posix#createFile} has made; from any thread, in
     * any order. Bytes outside the heap are copied less.
     */
    default void write(ByteBuffer bytes, long position) throws IOException {
        throw new UnsupportedOperationException("not open for writing");
    }

    /** Makes such a file longer, where possible by a hole. */
    default void extend(long sizeBytes) throws IOException {
        throw new UnsupportedOperationException("not open for writing");
    }

    /**
     * Does nothing the second time.
     *
     * @throws IOException if something that was written is lost, which some systems say only now
     */
    @Override
    void close() throws IOException;
}
