package dev.holdfast.core.posix;

import com.sun.jna.Native;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.posix.libc.Descriptor;
import dev.holdfast.core.posix.libc.LinuxCalls;
import dev.holdfast.core.posix.libc.LinuxError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The C library through JNA. Together with the other classes named {@code Linux} here the only code that touches JNA,
 * beside the package {@code libc}; loading it fails with a {@link LinkageError} where JNA is missing.
 */
final class LinuxPosix implements Posix {

    private static final String ARM = "aarch64";
    private static final Set<String> PROCESSORS = Set.of("amd64", "x86_64", "riscv64", ARM);

    static final int AT_FDCWD = -100;
    private static final int O_CLOEXEC = 0x80000;
    static final int AT_SYMLINK_NOFOLLOW = 0x100;
    static final int O_RDONLY = 0;
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0x40;
    private static final int O_EXCL = 0x80;
    private static final int O_PATH = 0x200000;
    private static final int O_NONBLOCK = 0x800;
    private static final int RENAME_NOREPLACE = 1;
    private static final int OWNER_ONLY = 0600;

    private static final int MAX_LINK_BYTES = 4_096;

    private final int noFollow;
    private final int directoryOnly;
    private final @Nullable LinuxStatus statx;
    private final Posix jdk = Posix.jdk();
    /** Whether descriptors can be reached by a path. */
    private final boolean proc = Files.isDirectory(Path.of("/proc/self/fd"));

    private LinuxPosix(int noFollow, int directoryOnly) {
        this.noFollow = noFollow;
        this.directoryOnly = directoryOnly;
        this.statx = LinuxStatus.load();
    }

    /** @throws UnsupportedOperationException on a system whose numbers are not known here */
    static LinuxPosix load() {
        if (!isKnownSystem()) {
            throw new UnsupportedOperationException("no native calls on " + system() + " on " + processor());
        }
        // Loads the library.
        LinuxCalls.close(-1);
        return processor().equals(ARM) ? new LinuxPosix(0x8000, 0x4000) : new LinuxPosix(0x20000, 0x10000);
    }

    static boolean isKnownSystem() {
        return system().equals("Linux") && PROCESSORS.contains(processor());
    }

    private static String system() {
        return System.getProperty("os.name", "");
    }

    private static String processor() {
        return System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    }

    @Override
    public Optional<String> shortcoming() {
        return Optional.empty();
    }

    @Override
    public Status status(Path path) throws IOException {
        return statx == null ? jdk.status(path) : statx.of(path);
    }

    @Override
    public Optional<Status> find(Path path) throws IOException {
        return statx == null ? jdk.find(path) : statx.find(path);
    }

    @Override
    public List<ExtendedAttribute> attributes(Path path, EntryType type) throws IOException {
        byte[] file = terminated(PathBytes.of(path));
        return LinuxEntry.attributes(
                path,
                (list, size) -> LinuxCalls.llistxattr(file, list, size),
                (name, value, size) -> LinuxCalls.lgetxattr(file, name, value, size));
    }

    @Override
    public byte[] linkTarget(Path link) throws IOException {
        byte[] path = terminated(PathBytes.of(link));
        byte[] target = new byte[128];
        long length = LinuxCalls.readlink(path, target, target.length);
        if (length == target.length) {
            target = new byte[MAX_LINK_BYTES];
            length = LinuxCalls.readlink(path, target, target.length);
        }
        if (length < 0 && Native.getLastError() == LinuxError.EINVAL) {
            throw new NotLinkException(link.toString());
        }
        LinuxError.check(length, "read the symbolic link", link);
        return Arrays.copyOf(target, (int) length);
    }

    @Override
    public void createSymlink(Path link, byte[] target) throws IOException {
        long result = LinuxCalls.symlink(terminated(target), terminated(PathBytes.of(link)));
        LinuxError.check(result, "make the symbolic link", link);
    }

    @Override
    public void createFifo(Path path) throws IOException {
        LinuxError.check(LinuxCalls.mkfifo(terminated(PathBytes.of(path)), OWNER_ONLY), "make the fifo", path);
    }

    @Override
    public void createDevice(Path path, EntryType type, DeviceNumber device) throws IOException {
        int kind = type == EntryType.BLOCK_DEVICE ? Status.S_IFBLK : Status.S_IFCHR;
        long result;
        try {
            result = LinuxCalls.Devices.mknod(terminated(PathBytes.of(path)), kind | OWNER_ONLY, device.toLinux());
        } catch (LinkageError e) {
            throw new UnsupportedOperationException("devices are out of reach: this C library has no mknod", e);
        }
        LinuxError.check(result, "make the device", path);
    }

    @Override
    public OpenEntry createFile(Path path) throws IOException {
        if (!proc) {
            return jdk.createFile(path);
        }
        int flags = O_RDWR | O_CREAT | O_EXCL | noFollow | O_CLOEXEC;
        return new LinuxEntry.Made(
                Descriptor.open(AT_FDCWD, terminated(PathBytes.of(path)), flags, OWNER_ONLY, "make the file", path),
                path,
                statx);
    }

    @Override
    public OpenEntry openEntry(Path path) throws IOException {
        return proc ? new LinuxEntry(open(path, O_PATH | noFollow), path, statx) : jdk.openEntry(path);
    }

    @Override
    public void renameToFree(Path from, Path to) throws IOException {
        try {
            int result = LinuxCalls.Renames.renameat2(
                    AT_FDCWD, terminated(PathBytes.of(from)), AT_FDCWD, terminated(PathBytes.of(to)), RENAME_NOREPLACE);
            if (result == 0) {
                return;
            }
        } catch (LinkageError e) {
            jdk.renameToFree(from, to);
            return;
        }
        int error = Native.getLastError();
        if (error != LinuxError.EINVAL && error != LinuxError.ENOSYS) {
            throw LinuxError.last("give the file its name", to);
        }
        // Not every file system, and no old kernel, knows the flag.
        jdk.renameToFree(from, to);
    }

    @Override
    public FileChannel openFile(Path file) throws IOException {
        if (!proc) {
            return jdk.openFile(file);
        }
        try (Descriptor opened = open(file, O_RDONLY | noFollow)) {
            if (!Files.isRegularFile(opened.path())) {
                throw JdkPosix.noRegularFile(file);
            }
            return FileChannel.open(opened.path(), StandardOpenOption.READ);
        }
    }

    @Override
    public HoleFinder findHoles(Path file) throws IOException {
        return new LinuxEntry.Holes(open(file, O_RDONLY | noFollow), file);
    }

    /** @param access with {@code O_NOFOLLOW}, unless it is a path that leads to a descriptor */
    static Descriptor open(Path file, int access) throws IOException {
        int flags = access | O_NONBLOCK | O_CLOEXEC;
        return Descriptor.open(AT_FDCWD, terminated(PathBytes.of(file)), flags, 0, "open", file);
    }

    @Override
    public OpenDirectory openDirectory(Path directory) throws IOException {
        return proc
                ? Directory.open(AT_FDCWD, PathBytes.of(directory), noFollow | directoryOnly, directory, statx)
                : jdk.openDirectory(directory);
    }

    /**
     * A directory by its descriptor. {@code /proc/self/fd/N} leads to it even if it was moved or its path is longer
     * than the system takes, so all of {@code java.nio.file} works relative to it.
     */
    private record Directory(
            Descriptor descriptor, int flags, @Nullable LinuxStatus statx) implements OpenDirectory {

        static Directory open(int parent, byte[] name, int flags, Path shown, @Nullable LinuxStatus statx)
                throws IOException {
            return new Directory(
                    Descriptor.open(parent, terminated(name), flags | O_CLOEXEC, 0, "open the directory", shown),
                    flags,
                    statx);
        }

        @Override
        public OpenDirectory open(byte[] name) throws IOException {
            return open(descriptor.number(), name, flags, PathBytes.child(path(), name), statx);
        }

        @Override
        public Status status(byte[] name) throws IOException {
            return statx == null
                    ? JdkPosix.statusOf(PathBytes.child(path(), name), LinkOption.NOFOLLOW_LINKS)
                    : statx.of(descriptor.number(), name, path());
        }

        @Override
        public Path path() {
            return descriptor.path();
        }

        @Override
        public void close() {
            descriptor.close();
        }
    }

    static byte[] terminated(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 1);
    }
}
