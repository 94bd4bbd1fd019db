package dev.holdfast.core.posix.libc;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Linux's error numbers as the exceptions that {@code java.nio.file} would throw. */
public final class LinuxError {

    public static final int ERANGE = 34;
    public static final int ENODATA = 61;
    public static final int EOPNOTSUPP = 95;
    public static final int ENXIO = 6;
    public static final int EINVAL = 22;
    public static final int ENOSYS = 38;
    private static final int EPERM = 1;
    public static final int ENOENT = 2;
    private static final int EACCES = 13;
    private static final int EEXIST = 17;
    private static final int ENOTDIR = 20;
    private static final int ENOSPC = 28;
    private static final int EROFS = 30;
    private static final int ENAMETOOLONG = 36;
    private static final int ELOOP = 40;

    private LinuxError() {}

    /** @param result of the call just made; negative if it failed */
    public static void check(long result, String tried, Path path) throws IOException {
        if (result < 0) {
            throw last(tried, path);
        }
    }

    public static IOException last(String tried, Path path) {
        int number = Native.getLastError();
        String file = path.toString();
        return switch (number) {
            case ENOENT -> new NoSuchFileException(file);
            case EEXIST -> new FileAlreadyExistsException(file);
            case EPERM -> new AccessDeniedException(file, null, "not permitted to " + tried);
            case EACCES -> new AccessDeniedException(file, null, "permission denied to " + tried);
            case ENOTDIR, ELOOP -> new NotDirectoryException(file);
            case EOPNOTSUPP -> new FileSystemException(file, null, "the file system cannot " + tried);
            case ENOSPC -> new FileSystemException(file, null, "no space left to " + tried);
            case EROFS -> new FileSystemException(file, null, "read-only file system: cannot " + tried);
            case ENAMETOOLONG -> new FileSystemException(file, null, "name too long to " + tried);
            default -> new FileSystemException(file, null, "could not " + tried + ": error " + number);
        };
    }
}
