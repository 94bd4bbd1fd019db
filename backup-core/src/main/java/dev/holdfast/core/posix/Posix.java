package dev.holdfast.core.posix;

import dev.holdfast.api.model.EntryType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Calls of a POSIX system. No call follows a symbolic link in the last name. Errors are those of {@code java.nio.file};
 * what is out of reach is an {@link UnsupportedOperationException} whose message can be shown. Thread-safe.
 */
public interface Posix {

    /** What tells one file from all others that there are now, under whatever names. */
    record Identity(long fileSystem, long inode) {}

    /**
     * What {@code lstat} tells of a file.
     *
     * @param mode kind and permissions: {@code st_mode}
     * @param device of a character or block device, otherwise {@link DeviceNumber#NONE}
     * @param fileSystem {@code st_dev}
     * @param uid unsigned
     * @param gid unsigned
     * @param modified to the nanosecond, as {@code changed}
     */
    record Status(
            int mode,
            DeviceNumber device,
            long inode,
            long fileSystem,
            long links,
            int uid,
            int gid,
            long sizeBytes,
            Instant modified,
            Instant changed) {

        static final int S_IFREG = 0100000;
        static final int S_IFDIR = 0040000;
        static final int S_IFLNK = 0120000;
        static final int S_IFIFO = 0010000;
        static final int S_IFCHR = 0020000;
        static final int S_IFBLK = 0060000;
        private static final int S_IFMT = 0170000;

        static boolean isDevice(int mode) {
            return (mode & S_IFMT) == S_IFBLK || (mode & S_IFMT) == S_IFCHR;
        }

        public Identity identity() {
            return new Identity(fileSystem, inode);
        }

        public boolean isDirectory() {
            return (mode & S_IFMT) == S_IFDIR;
        }

        /** What a snapshot keeps it as; nothing for a socket or another thing that no snapshot keeps. */
        public Optional<EntryType> type() {
            return Optional.ofNullable(
                    switch (mode & S_IFMT) {
                        case S_IFREG -> EntryType.FILE;
                        case S_IFDIR -> EntryType.DIRECTORY;
                        case S_IFLNK -> EntryType.SYMLINK;
                        case S_IFIFO -> EntryType.FIFO;
                        case S_IFCHR -> EntryType.CHARACTER_DEVICE;
                        case S_IFBLK -> EntryType.BLOCK_DEVICE;
                        default -> null;
                    });
        }
    }

    /**
     * Native calls where they can be had, otherwise the JDK's. Decides at the first call: loading the native library
     * takes a tenth of a second or two.
     */
    static Posix best() {
        return new LazyPosix();
    }

    /** Only what the JDK can do. */
    static Posix jdk() {
        return new JdkPosix("native calls are switched off");
    }

    /**
     * What is not kept because native calls are missing, and why, for a notice; nothing if they are there. Loads
     * nothing, so before the first other call a native library that is there but cannot be loaded goes unnoticed.
     */
    Optional<String> shortcoming();

    Status status(Path path) throws IOException;

    /** As {@link #status}; nothing if nothing is there. */
    Optional<Status> find(Path path) throws IOException;

    /** All extended attributes that the process may see, ascending; those that vanish meanwhile are left out. */
    List<ExtendedAttribute> attributes(Path path, EntryType type) throws IOException;

    byte[] linkTarget(Path link) throws IOException;

    /** @param target kept byte by byte, where the JDK alone would drop doubled and trailing slashes */
    void createSymlink(Path link, byte[] target) throws IOException;

    /** Made with permission for the owner alone. */
    void createFifo(Path path) throws IOException;

    /** Made with permission for the owner alone. */
    void createDevice(Path path, EntryType type, DeviceNumber device) throws IOException;

    /**
     * Makes a regular file, with permission for the owner alone; never opens one that is there. The caller closes it.
     */
    OpenEntry createFile(Path path) throws IOException;

    /**
     * Holds on to an entry of any kind, to give it metadata; opens no file, so it needs no permission and nobody is
     * waited for.
     */
    OpenEntry openEntry(Path path) throws IOException;

    /**
     * Renames a file within a directory unless the new name is taken. Where the system cannot decide both at once, it
     * looks first.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it is taken; nothing was changed
     */
    void renameToFree(Path from, Path to) throws IOException;

    /**
     * Opens a regular file for reading, and nothing else that has come into its place: opening a fifo would wait for
     * somebody to write. Without native calls it is only looked at before.
     *
     * @throws java.nio.file.FileSystemException if it is no regular file
     */
    FileChannel openFile(Path file) throws IOException;

    HoleFinder findHoles(Path file) throws IOException;

    /** Opens a directory; here symbolic links are followed up to the last name. */
    OpenDirectory openDirectory(Path directory) throws IOException;
}
