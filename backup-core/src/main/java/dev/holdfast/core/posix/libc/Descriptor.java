package dev.holdfast.core.posix.libc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the C library has opened. Once it is closed its number may be another file's, anywhere in the process: so it is
 * closed only once, and not used any more. Thread-safe, as far as nobody closes it while another uses it.
 */
public final class Descriptor implements AutoCloseable {

    private final int number;
    private final Path path;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Descriptor(int number) {
        this.number = number;
        this.path = Path.of("/proc/self/fd/" + number);
    }

    /**
     * Opens what has a name.
     *
     * @param parent number of the directory where the name is looked for
     * @param name ended by a zero
     * @param shown how it is called in an error
     */
    public static Descriptor open(int parent, byte[] name, int flags, int mode, String what, Path shown)
            throws IOException {
        int opened = LinuxCalls.openat(parent, name, flags, mode);
        LinuxError.check(opened, what, shown);
        return new Descriptor(opened);
    }

    /** @throws IllegalStateException if it is closed */
    public int number() {
        requireOpen();
        return number;
    }

    /**
     * Leads to what is open, whatever has its name by now; in processes that see {@code /proc}.
     *
     * @throws IllegalStateException if it is closed
     */
    public Path path() {
        requireOpen();
        return path;
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("the file is closed");
        }
    }

    /** @return what the system said: negative if something that was written is lost; 0 the second time */
    public int release() {
        return closed.compareAndSet(false, true) ? LinuxCalls.close(number) : 0;
    }

    @Override
    public void close() {
        release();
    }
}
