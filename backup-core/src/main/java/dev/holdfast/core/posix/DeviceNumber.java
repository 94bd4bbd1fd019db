package dev.holdfast.core.posix;

/** The number of a character or block device. Both parts are unsigned; {@code major} has 12 bits on most systems. */
public record DeviceNumber(int major, int minor) {

    /** 0:0, which no device has. */
    public static final DeviceNumber NONE = new DeviceNumber(0, 0);

    /** Takes Linux's {@code st_rdev} apart. */
    public static DeviceNumber ofLinux(long rdev) {
        int major = (int) (rdev >>> 8 & 0xfff | rdev >>> 32 & ~0xfffL);
        int minor = (int) (rdev & 0xff | rdev >>> 12 & ~0xffL);
        return new DeviceNumber(major, minor);
    }

    /** As Linux's {@code st_rdev}. */
    public long toLinux() {
        long a = Integer.toUnsignedLong(major);
        long b = Integer.toUnsignedLong(minor);
        return (a & 0xfff) << 8 | (a & ~0xfffL) << 32 | b & 0xff | (b & ~0xffL) << 12;
    }

    /** {@code major:minor}. */
    @Override
    public String toString() {
        return Integer.toUnsignedString(major) + ":" + Integer.toUnsignedString(minor);
    }
}
