package dev.holdfast.core.posix;

import dev.holdfast.api.model.EntryType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Loads the native library when it is first needed, which takes a tenth of a second or two. */
final class LazyPosix implements Posix {

    private static final String NO_JNA = LazyPosix.class.getModule().isNamed()
            ? "JNA's module com.sun.jna was not resolved; the application requires it, or the JVM gets --add-modules com.sun.jna"
            : "JNA is not on the class path";

    private volatile @Nullable Posix loaded;

    private Posix posix() {
        Posix posix = loaded;
        return posix != null ? posix : load();
    }

    private synchronized Posix load() {
        Posix posix = loaded;
        if (posix == null) {
            try {
                posix = LinuxPosix.load();
            } catch (UnsupportedOperationException e) {
                posix = new JdkPosix(String.valueOf(e.getMessage()));
            } catch (LinkageError e) {
                posix = new JdkPosix(isPresent() ? doesNotLoad(e) : NO_JNA);
            }
            loaded = posix;
        }
        return posix;
    }

    private static String doesNotLoad(LinkageError e) {
        return "the native library does not load: " + e.getMessage() + "; JNA unpacks it into a directory that must be"
                + " writable and allow programs to run (no noexec), and -Djna.tmpdir=DIR names another";
    }

    @Override
    public Optional<String> shortcoming() {
        Posix posix = loaded;
        if (posix != null) {
            return posix.shortcoming();
        }
        return LinuxPosix.isKnownSystem() && isPresent() ? Optional.empty() : posix().shortcoming();
    }

    private static boolean isPresent() {
        try {
            Class.forName("com.sun.jna.Native", false, LazyPosix.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Override
    public Status status(Path path) throws IOException {
        return posix().status(path);
    }

    @Override
    public Optional<Status> find(Path path) throws IOException {
        return posix().find(path);
    }

    @Override
    public List<ExtendedAttribute> attributes(Path path, EntryType type) throws IOException {
        return posix().attributes(path, type);
    }

    @Override
    public byte[] linkTarget(Path link) throws IOException {
        return posix().linkTarget(link);
    }

    @Override
    public void createSymlink(Path link, byte[] target) throws IOException {
        posix().createSymlink(link, target);
    }

    @Override
    public void createFifo(Path path) throws IOException {
        posix().createFifo(path);
    }

    @Override
    public void createDevice(Path path, EntryType type, DeviceNumber device) throws IOException {
        posix().createDevice(path, type, device);
    }

    @Override
    public OpenEntry createFile(Path path) throws IOException {
        return posix().createFile(path);
    }

    @Override
    public OpenEntry openEntry(Path path) throws IOException {
        return posix().openEntry(path);
    }

    @Override
    public void renameToFree(Path from, Path to) throws IOException {
        posix().renameToFree(from, to);
    }

    @Override
    public FileChannel openFile(Path file) throws IOException {
        return posix().openFile(file);
    }

    @Override
    public HoleFinder findHoles(Path file) throws IOException {
        return posix().findHoles(file);
    }

    @Override
    public OpenDirectory openDirectory(Path directory) throws IOException {
        return posix().openDirectory(directory);
    }
}
