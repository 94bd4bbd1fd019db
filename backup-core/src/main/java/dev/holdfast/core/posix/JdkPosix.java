package dev.holdfast.core.posix;

import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.json.Times;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Attributes only below {@code user.}, no fifos, devices and holes. */
class JdkPosix implements Posix {

    private static final String USER = "user.";

    private static final String STATUS = "unix:mode,ino,dev,nlink,uid,gid,size,lastModifiedTime,ctime";

    private static final LinkOption[] NOFOLLOW = {LinkOption.NOFOLLOW_LINKS};

    private static final Set<OpenOption> NEW_FILE = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final String shortcoming;

    JdkPosix(String shortcoming) {
        this.shortcoming = shortcoming;
    }

    @Override
    public Optional<String> shortcoming() {
        return Optional.of("extended attributes outside user., ACLs and holes are not kept: " + shortcoming);
    }

    @Override
    public Status status(Path path) throws IOException {
        return statusOf(path, NOFOLLOW);
    }

    static Status statusOf(Path path, LinkOption... links) throws IOException {
        Map<String, Object> values = Files.readAttributes(path, STATUS, links);
        int mode = (int) value(values, "mode");
        DeviceNumber device = Status.isDevice(mode)
                ? DeviceNumber.ofLinux((long) Files.getAttribute(path, "unix:rdev", links))
                : DeviceNumber.NONE;
        return new Status(
                mode,
                device,
                (long) value(values, "ino"),
                (long) value(values, "dev"),
                (int) value(values, "nlink"),
                (int) value(values, "uid"),
                (int) value(values, "gid"),
                (long) value(values, "size"),
                time(values, "lastModifiedTime"),
                time(values, "ctime"));
    }

    private static Instant time(Map<String, Object> values, String attribute) {
        Instant time = ((FileTime) value(values, attribute)).toInstant();
        return Times.of(time.getEpochSecond(), time.getNano());
    }

    @Override
    public Optional<Status> find(Path path) throws IOException {
        try {
            return Optional.of(status(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Object value(Map<String, Object> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    @Override
    public List<ExtendedAttribute> attributes(Path path, EntryType type) throws IOException {
        UserDefinedFileAttributeView view = view(path);
        if (view == null || type != EntryType.FILE && type != EntryType.DIRECTORY) {
            return List.of();
        }
        List<ExtendedAttribute> attributes = new ArrayList<>();
        for (String name : names(view)) {
            try {
                ByteBuffer value = ByteBuffer.allocate(view.size(name));
                view.read(name, value);
                byte[] bytes = new byte[value.flip().remaining()];
                value.get(bytes);
                attributes.add(new ExtendedAttribute(USER + name, bytes));
            } catch (IOException e) {
                // Its name is no text in this locale, or it has just vanished.
                continue;
            }
        }
        Collections.sort(attributes);
        return List.copyOf(attributes);
    }

    private static List<String> names(UserDefinedFileAttributeView view) throws IOException {
        try {
            return view.list();
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            // A file system without attributes says so in many ways.
            return List.of();
        }
    }

    private static @Nullable UserDefinedFileAttributeView view(Path path) {
        return Files.getFileAttributeView(path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public byte[] linkTarget(Path link) throws IOException {
        return PathBytes.of(Files.readSymbolicLink(link));
    }

    @Override
    public void createSymlink(Path link, byte[] target) throws IOException {
        Files.createSymbolicLink(link, PathBytes.toPath(target));
    }

    @Override
    public void createFifo(Path path) throws IOException {
        throw unsupported("fifos");
    }

    @Override
    public void createDevice(Path path, EntryType type, DeviceNumber device) throws IOException {
        throw unsupported("devices");
    }

    @Override
    public OpenEntry createFile(Path path) throws IOException {
        return new MadeFile(path, FileChannel.open(path, NEW_FILE, OWNER_ONLY));
    }

    @Override
    public OpenEntry openEntry(Path path) throws IOException {
        status(path);
        return new NamedEntry(path);
    }

    @Override
    public void renameToFree(Path from, Path to) throws IOException {
        if (find(to).isPresent()) {
            throw new FileAlreadyExistsException(to.toString());
        }
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public FileChannel openFile(Path file) throws IOException {
        if (!Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW).isRegularFile()) {
            throw noRegularFile(file);
        }
        return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    static FileSystemException noRegularFile(Path file) {
        return new FileSystemException(file.toString(), null, "it is no regular file any more");
    }

    @Override
    public HoleFinder findHoles(Path file) throws IOException {
        return HoleFinder.NONE;
    }

    @Override
    public OpenDirectory openDirectory(Path directory) throws IOException {
        return NamedDirectory.open(directory);
    }

    private UnsupportedOperationException unsupported(String what) {
        return new UnsupportedOperationException(what + " are out of reach: " + shortcoming);
    }

    private record NamedDirectory(Path path) implements OpenDirectory {

        static NamedDirectory open(Path path) throws IOException {
            if (!Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW).isDirectory()) {
                throw new NotDirectoryException(path.toString());
            }
            return new NamedDirectory(path);
        }

        @Override
        public OpenDirectory open(byte[] name) throws IOException {
            return open(PathBytes.child(path, name));
        }

        @Override
        public Status status(byte[] name) throws IOException {
            return statusOf(PathBytes.child(path, name), NOFOLLOW);
        }

        @Override
        public void close() {}
    }

    /** Looked for by its name again for each call. */
    private class NamedEntry implements OpenEntry {

        private final Path path;

        NamedEntry(Path path) {
            this.path = path;
        }

        private boolean isFileOrDirectory() throws IOException {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW);
            return now.isRegularFile() || now.isDirectory();
        }

        @Override
        public Status status() throws IOException {
            return JdkPosix.this.status(path);
        }

        @Override
        public Map<String, Object> read(String names) throws IOException {
            return Files.readAttributes(path, "unix:" + names, NOFOLLOW);
        }

        @Override
        public void set(String attribute, Object value) throws IOException {
            Files.setAttribute(path, attribute, value, NOFOLLOW);
        }

        @Override
        public List<ExtendedAttribute> attributes() throws IOException {
            return isFileOrDirectory() ? JdkPosix.this.attributes(path, EntryType.FILE) : List.of();
        }

        @Override
        public void setAttribute(ExtendedAttribute attribute) throws IOException {
            UserDefinedFileAttributeView view = view(path);
            if (view == null || !attribute.startsWith(USER)) {
                throw unsupported("attribute " + attribute);
            }
            view.write(attribute.toString().substring(USER.length()), ByteBuffer.wrap(attribute.value()));
        }

        @Override
        public void removeAttribute(ExtendedAttribute attribute) throws IOException {
            UserDefinedFileAttributeView view = view(path);
            if (view == null || !attribute.startsWith(USER)) {
                throw unsupported("attribute " + attribute);
            }
            String name = attribute.toString().substring(USER.length());
            if (view.list().contains(name)) {
                view.delete(name);
            }
        }

        @Override
        public void setMode(int mode) throws IOException {
            // Without following the JDK opens the file, and opening a fifo waits for somebody to write.
            Files.setAttribute(path, "unix:mode", mode, isFileOrDirectory() ? NOFOLLOW : new LinkOption[0]);
        }

        @Override
        public void setModified(Instant time) throws IOException {
            Files.getFileAttributeView(path, BasicFileAttributeView.class, NOFOLLOW)
                    .setTimes(FileTime.from(time), null, null);
        }

        @Override
        public FileChannel openForReading() throws IOException {
            return openFile(path);
        }

        @Override
        public HoleFinder findHoles() {
            return HoleFinder.NONE;
        }

        @Override
        public void close() throws IOException {}
    }

    private final class MadeFile extends NamedEntry {

        private final FileChannel channel;

        MadeFile(Path path, FileChannel channel) {
            super(path);
            this.channel = channel;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            long at = position;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        }

        @Override
        public void extend(long sizeBytes) throws IOException {
            if (channel.size() < sizeBytes) {
                channel.write(ByteBuffer.allocate(1), sizeBytes - 1);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
