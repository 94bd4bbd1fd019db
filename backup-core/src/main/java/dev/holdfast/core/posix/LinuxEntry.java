package dev.holdfast.core.posix;

import com.sun.jna.Native;
import dev.holdfast.core.posix.libc.Descriptor;
import dev.holdfast.core.posix.libc.LinuxCalls;
import dev.holdfast.core.posix.libc.LinuxError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entry by its descriptor. {@code /proc/self/fd/N} leads to it and nowhere else, so calls that would follow a
 * symbolic link reach it, be it one itself.
 */
class LinuxEntry implements OpenEntry {

    private static final long UTIME_OMIT = (1 << 30) - 2;
    private static final int MAX_ATTRIBUTE_BYTES = 65_536;
    /** How XFS shows root the ACLs that it keeps, which are attributes of their own already. */
    private static final String XFS_ACL = "trusted.SGI_ACL_";

    final Descriptor descriptor;
    final Path shown;
    private final @Nullable LinuxStatus statx;

    /** @param descriptor closed with this */
    LinuxEntry(Descriptor descriptor, Path shown, @Nullable LinuxStatus statx) {
        this.descriptor = descriptor;
        this.shown = shown;
        this.statx = statx;
    }

    private byte[] file() {
        return LinuxPosix.terminated(PathBytes.of(descriptor.path()));
    }

    @Override
    public Posix.Status status() throws IOException {
        return statx == null ? JdkPosix.statusOf(descriptor.path()) : statx.of(descriptor.number(), shown);
    }

    @Override
    public Map<String, Object> read(String names) throws IOException {
        return Files.readAttributes(descriptor.path(), "unix:" + names);
    }

    @Override
    public void set(String attribute, Object value) throws IOException {
        Files.setAttribute(descriptor.path(), attribute, value);
    }

    @Override
    public List<ExtendedAttribute> attributes() throws IOException {
        byte[] file = file();
        return attributes(
                shown,
                (list, size) -> LinuxCalls.listxattr(file, list, size),
                (name, value, size) -> LinuxCalls.getxattr(file, name, value, size));
    }

    @Override
    public void setAttribute(ExtendedAttribute attribute) throws IOException {
        byte[] value = attribute.value();
        long result = LinuxCalls.setxattr(file(), LinuxPosix.terminated(attribute.name()), value, value.length, 0);
        LinuxError.check(result, "set attribute " + attribute, shown);
    }

    @Override
    public void removeAttribute(ExtendedAttribute attribute) throws IOException {
        long result = LinuxCalls.removexattr(file(), LinuxPosix.terminated(attribute.name()));
        if (result < 0 && Native.getLastError() != LinuxError.ENODATA) {
            throw LinuxError.last("remove attribute " + attribute, shown);
        }
    }

    @Override
    public void setMode(int mode) throws IOException {
        LinuxError.check(LinuxCalls.fchmodat(LinuxPosix.AT_FDCWD, file(), mode, 0), "set the mode", shown);
    }

    @Override
    public void setModified(Instant time) throws IOException {
        LinuxError.check(LinuxCalls.utimensat(LinuxPosix.AT_FDCWD, file(), times(time), 0), "set the time", shown);
    }

    private static long[] times(Instant modified) {
        return new long[] {0, UTIME_OMIT, modified.getEpochSecond(), modified.getNano()};
    }

    @Override
    public FileChannel openForReading() throws IOException {
        return FileChannel.open(descriptor.path(), StandardOpenOption.READ);
    }

    @Override
    public HoleFinder findHoles() throws IOException {
        return new Holes(LinuxPosix.open(descriptor.path(), LinuxPosix.O_RDONLY), shown);
    }

    @Override
    public void close() throws IOException {
        descriptor.close();
    }

    /**
     * A file that was made, and so is open for writing: what the system does by its descriptor it does more quickly
     * than by a path.
     */
    static final class Made extends LinuxEntry {

        Made(Descriptor descriptor, Path shown, @Nullable LinuxStatus statx) {
            super(descriptor, shown, statx);
        }

        @Override
        public List<ExtendedAttribute> attributes() throws IOException {
            int file = descriptor.number();
            return attributes(
                    shown,
                    (list, size) -> LinuxCalls.flistxattr(file, list, size),
                    (name, value, size) -> LinuxCalls.fgetxattr(file, name, value, size));
        }

        @Override
        public void setMode(int mode) throws IOException {
            LinuxError.check(LinuxCalls.fchmod(descriptor.number(), mode), "set the mode", shown);
        }

        @Override
        public void setModified(Instant time) throws IOException {
            LinuxError.check(LinuxCalls.futimens(descriptor.number(), times(time)), "set the time", shown);
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            long at = position;
            while (bytes.hasRemaining()) {
                long written = LinuxCalls.pwrite(descriptor.number(), bytes, bytes.remaining(), at);
                LinuxError.check(written, "write", shown);
                bytes.position(bytes.position() + (int) written);
                at += written;
            }
        }

        @Override
        public void extend(long sizeBytes) throws IOException {
            LinuxError.check(LinuxCalls.ftruncate(descriptor.number(), sizeBytes), "set the length", shown);
        }

        @Override
        public void close() throws IOException {
            LinuxError.check(descriptor.release(), "write all of the file", shown);
        }
    }

    /**
     * The holes of a file that is open.
     *
     * @param file closed with this
     */
    record Holes(Descriptor file, Path shown) implements HoleFinder {

        private static final int SEEK_DATA = 3;
        private static final int SEEK_HOLE = 4;

        @Override
        public long nextData(long position) throws IOException {
            return seek(position, SEEK_DATA);
        }

        @Override
        public long nextHole(long position) throws IOException {
            return seek(position, SEEK_HOLE);
        }

        private long seek(long position, int whence) throws IOException {
            long found = LinuxCalls.lseek(file.number(), position, whence);
            if (found < 0 && Native.getLastError() == LinuxError.ENXIO) {
                return Long.MAX_VALUE;
            }
            LinuxError.check(found, "find holes", shown);
            return found;
        }

        @Override
        public void close() {
            file.close();
        }
    }

    interface Lister {
        long list(byte[] names, long size);
    }

    interface Getter {
        long get(byte[] name, byte[] value, long size);
    }

    /** The attributes of a file, by calls that reach it in one way or another. */
    static List<ExtendedAttribute> attributes(Path shown, Lister lister, Getter getter) throws IOException {
        byte[] names = new byte[0];
        long length = lister.list(names, 0);
        while (length > 0) {
            names = new byte[(int) Math.min(length, MAX_ATTRIBUTE_BYTES)];
            length = lister.list(names, names.length);
            if (length >= 0 || Native.getLastError() != LinuxError.ERANGE) {
                break;
            }
            length = MAX_ATTRIBUTE_BYTES;
        }
        if (length < 0 && Native.getLastError() == LinuxError.EOPNOTSUPP || length == 0) {
            return List.of();
        }
        LinuxError.check(length, "list the attributes", shown);
        List<ExtendedAttribute> attributes = new ArrayList<>();
        for (int start = 0, i = 0; i < length; i++) {
            if (names[i] == 0) {
                byte[] name = Arrays.copyOfRange(names, start, i);
                attribute(shown, LinuxPosix.terminated(name), getter)
                        .map(value -> new ExtendedAttribute(name, value))
                        .filter(attribute -> !attribute.startsWith(XFS_ACL))
                        .ifPresent(attributes::add);
                start = i + 1;
            }
        }
        Collections.sort(attributes);
        return List.copyOf(attributes);
    }

    private static Optional<byte[]> attribute(Path shown, byte[] name, Getter getter) throws IOException {
        byte[] value = new byte[256];
        long length = getter.get(name, value, value.length);
        if (length < 0 && Native.getLastError() == LinuxError.ERANGE) {
            value = new byte[MAX_ATTRIBUTE_BYTES];
            length = getter.get(name, value, value.length);
        }
        // Some file systems list attributes that they do not give.
        if (length < 0
                && (Native.getLastError() == LinuxError.ENODATA || Native.getLastError() == LinuxError.EOPNOTSUPP)) {
            return Optional.empty();
        }
        LinuxError.check(length, "read an attribute", shown);
        return Optional.of(Arrays.copyOf(value, (int) length));
    }
}
