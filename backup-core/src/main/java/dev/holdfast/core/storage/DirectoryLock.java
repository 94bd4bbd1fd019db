package dev.holdfast.core.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Keeps all threads and processes that change one store apart: a lock of a file, which the system releases when a
 * process ends.
 *
 * <p>Locks of files belong to the process, and are lost when the process closes <em>any</em> descriptor of the file. So
 * the threads of a process need a lock of their own, one for all instances, and the file is opened only while that is
 * held.
 */
final class DirectoryLock {

    /**
     * Static, as the system's lock is the process's and no instance's. Stores that share one only wait a little longer.
     */
    private static final ReentrantLock[] WITHIN_PROCESS =
            Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

    private final Staging staging;

    DirectoryLock(Staging staging) {
        this.staging = staging;
    }

    /** Waits for the lock; an interrupt ends the waiting. The staging directory must exist. */
    Held acquire() throws IOException {
        ReentrantLock threads = withinProcess();
        try {
            threads.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the lock of " + staging.directory());
        }
        try {
            return new Held(threads, lockFile());
        } catch (IOException | RuntimeException e) {
            threads.unlock();
            throw e;
        }
    }

    private FileChannel lockFile() throws IOException {
        Path file = staging.directory().resolve("lock");
        FileChannel channel = staging.openLock(file);
        try {
            channel.lock();
            return channel;
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException(file + " is locked by another copy of this library in the same process", e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private ReentrantLock withinProcess() throws IOException {
        Path directory = staging.directory();
        Object identity =
                Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
        int hash = Objects.requireNonNullElse(identity, directory.toRealPath()).hashCode();
        return WITHIN_PROCESS[Math.floorMod(hash * 0x9E3779B9, WITHIN_PROCESS.length)];
    }

    /** The lock while it is held. */
    static final class Held implements AutoCloseable {

        private final ReentrantLock threads;
        private final FileChannel channel;

        private Held(ReentrantLock threads, FileChannel channel) {
            this.threads = threads;
            this.channel = channel;
        }

        @Override
        public void close() throws IOException {
            try {
                channel.close();
            } finally {
                threads.unlock();
            }
        }
    }
}
