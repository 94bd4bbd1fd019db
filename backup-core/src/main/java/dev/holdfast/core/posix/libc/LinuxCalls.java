package dev.holdfast.core.posix.libc;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.nio.ByteBuffer;

/** The functions of the C library, as they are. Sizes and times are 64 bits wide, so only for 64-bit systems. */
public final class LinuxCalls {

    static {
        Native.register(LinuxCalls.class, NativeLibrary.getProcess());
    }

    private LinuxCalls() {}

    public static native long llistxattr(byte[] path, byte[] list, long size);

    public static native long lgetxattr(byte[] path, byte[] name, byte[] value, long size);

    public static native long listxattr(byte[] path, byte[] list, long size);

    public static native long getxattr(byte[] path, byte[] name, byte[] value, long size);

    public static native int setxattr(byte[] path, byte[] name, byte[] value, long size, int flags);

    public static native int removexattr(byte[] path, byte[] name);

    public static native long readlink(byte[] path, byte[] target, long size);

    public static native int symlink(byte[] target, byte[] path);

    public static native int mkfifo(byte[] path, int mode);

    public static native long flistxattr(int file, byte[] list, long size);

    public static native long fgetxattr(int file, byte[] name, byte[] value, long size);

    public static native int fchmodat(int directory, byte[] path, int mode, int flags);

    public static native int fchmod(int file, int mode);

    public static native int utimensat(int directory, byte[] path, long[] times, int flags);

    public static native int futimens(int file, long[] times);

    /** @param mode of a file that is made */
    public static native int openat(int directory, byte[] path, int flags, int mode);

    public static native int close(int file);

    /** @param bytes from the buffer's position on */
    public static native long pwrite(int file, ByteBuffer bytes, long size, long offset);

    public static native int ftruncate(int file, long size);

    public static native long lseek(int file, long offset, int whence);

    /** By itself, because older C libraries do not have it. */
    public static final class Renames {

        static {
            Native.register(Renames.class, NativeLibrary.getProcess());
        }

        private Renames() {}

        public static native int renameat2(int fromDirectory, byte[] from, int toDirectory, byte[] to, int flags);
    }

    /** By itself, because older C libraries have it only as a macro. */
    public static final class Devices {

        static {
            Native.register(Devices.class, NativeLibrary.getProcess());
        }

        private Devices() {}

        public static native int mknod(byte[] path, int mode, long device);
    }
}
