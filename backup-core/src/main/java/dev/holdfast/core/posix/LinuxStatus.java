package dev.holdfast.core.posix;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import dev.holdfast.core.json.Times;
import dev.holdfast.core.posix.libc.LinuxError;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code statx}, whose structure is the same on every processor. Older kernels and C libraries do not have it. */
final class LinuxStatus {

    private static final int BYTES = 256;
    private static final int STATX_BASIC_STATS = 0x7ff;
    private static final int AT_NO_AUTOMOUNT = 0x800;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final byte[] EMPTY_PATH = {0};
    private static final int FLAGS = LinuxPosix.AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());

    private final ThreadLocal<byte[]> buffers = ThreadLocal.withInitial(() -> new byte[BYTES]);

    private LinuxStatus() {}

    /** By itself, so that a C library without the call is noticed where it can be done without. */
    private static final class Call {

        static {
            Native.register(Call.class, NativeLibrary.getProcess());
        }

        private Call() {}

        static native int statx(int directory, byte[] path, int flags, int mask, byte[] status);
    }

    /** @return null if it is not there; old containers refuse the call by a filter, so only trying tells */
    static @Nullable LinuxStatus load() {
        try {
            byte[] root = {'/', 0};
            int result = Call.statx(LinuxPosix.AT_FDCWD, root, FLAGS, STATX_BASIC_STATS, new byte[BYTES]);
            return result == 0 ? new LinuxStatus() : null;
        } catch (LinkageError e) {
            return null;
        }
    }

    Posix.Status of(Path path) throws IOException {
        byte[] status = buffers.get();
        LinuxError.check(read(path, status), "read the attributes", path);
        return of(status);
    }

    /** @param shown how what the descriptor is of is called in an error */
    Posix.Status of(int descriptor, Path shown) throws IOException {
        byte[] status = buffers.get();
        int result = Call.statx(descriptor, EMPTY_PATH, FLAGS | AT_EMPTY_PATH, STATX_BASIC_STATS, status);
        LinuxError.check(result, "read the attributes", shown);
        return of(status);
    }

    /** @param parent how the directory is reached in which something has the name */
    Posix.Status of(int directory, byte[] name, Path parent) throws IOException {
        byte[] status = buffers.get();
        int result = Call.statx(directory, LinuxPosix.terminated(name), FLAGS, STATX_BASIC_STATS, status);
        if (result < 0) {
            LinuxError.check(result, "read the attributes", PathBytes.child(parent, name));
        }
        return of(status);
    }

    Optional<Posix.Status> find(Path path) throws IOException {
        byte[] status = buffers.get();
        int result = read(path, status);
        if (result < 0 && Native.getLastError() == LinuxError.ENOENT) {
            return Optional.empty();
        }
        LinuxError.check(result, "read the attributes", path);
        return Optional.of(of(status));
    }

    private static int read(Path path, byte[] status) {
        return Call.statx(
                LinuxPosix.AT_FDCWD, LinuxPosix.terminated(PathBytes.of(path)), FLAGS, STATX_BASIC_STATS, status);
    }

    static Posix.Status of(byte[] status) {
        int mode = Short.toUnsignedInt((short) SHORTS.get(status, 28));
        return new Posix.Status(
                mode,
                Posix.Status.isDevice(mode) ? device(status, 128) : DeviceNumber.NONE,
                (long) LONGS.get(status, 32),
                device(status, 136).toLinux(),
                Integer.toUnsignedLong(integer(status, 16)),
                integer(status, 20),
                integer(status, 24),
                (long) LONGS.get(status, 40),
                time(status, 112),
                time(status, 96));
    }

    private static int integer(byte[] status, int offset) {
        return (int) INTS.get(status, offset);
    }

    private static DeviceNumber device(byte[] status, int offset) {
        return new DeviceNumber(integer(status, offset), integer(status, offset + 4));
    }

    private static Instant time(byte[] status, int offset) {
        return Times.of((long) LONGS.get(status, offset), integer(status, offset + 8));
    }
}
