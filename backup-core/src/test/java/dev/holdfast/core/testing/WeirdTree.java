package dev.holdfast.core.testing;

import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.posix.DeviceNumber;
import dev.holdfast.core.posix.ExtendedAttribute;
import dev.holdfast.core.posix.OpenDirectory;
import dev.holdfast.core.posix.OpenEntry;
import dev.holdfast.core.posix.PathBytes;
import dev.holdfast.core.posix.Posix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A tree with everything that makes a backup stumble: all types of entries, names that are no text, modes that forbid
 * reading, times between microseconds, hard links, holes, attributes, ACLs, long names, deep directories. The same
 * every time, but for what only root can make or read (devices, other owners, mode 0, {@code trusted.} attributes).
 */
public final class WeirdTree {

    /** A size whose holes and data are both above {@code SourceFile.MIN_HOLE_BYTES}. */
    private static final long SPARSE_BYTES = 64L << 20;

    private final Path root;
    private final Posix posix = Posix.best();
    private final Instant begun = Instant.now();
    private final Random random = new Random(20_260_101);

    private WeirdTree(Path root) {
        this.root = root;
    }

    /** Makes the tree in a directory given as only argument, which must not exist. */
    public static void main(String[] arguments) throws IOException {
        create(Path.of(arguments[0]));
    }

    /** @param root a directory to make */
    public static void create(Path root) throws IOException {
        new WeirdTree(Files.createDirectories(root).toRealPath()).make();
    }

    /** Whether the process may make devices and give files away. */
    public static boolean isRoot() {
        try {
            Path file = Files.createTempFile("owner", "");
            try {
                return (int) Files.getAttribute(file, "unix:uid") == 0;
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a tree whatever its modes and however long its paths. */
    public static void delete(Path root) throws IOException {
        if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            Posix posix = Posix.best();
            try (OpenDirectory directory = posix.openDirectory(root.toRealPath())) {
                empty(directory, posix);
            }
            Files.delete(root);
        }
    }

    private static void empty(OpenDirectory directory, Posix posix) throws IOException {
        List<Path> paths;
        try (Stream<Path> listed = Files.list(directory.path())) {
            paths = listed.toList();
        }
        for (Path path : paths) {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                try (OpenEntry entry = posix.openEntry(path)) {
                    entry.setMode(0700);
                }
                try (OpenDirectory child = directory.open(PathBytes.nameOf(path))) {
                    empty(child, posix);
                }
            }
            // An agent that ends deletes its own sockets.
            Files.deleteIfExists(path);
        }
    }

    private void make() throws IOException {
        names();
        modes();
        contents();
        links();
        specials();
        attributes();
        depths();
        siblings();
        try (OpenDirectory directory = posix.openDirectory(root)) {
            age(directory);
        }
        time(root, 1_500_000_000L, 7);
    }

    /** Gives a fixed time to what was made just now and has none yet. */
    private void age(OpenDirectory directory) throws IOException {
        List<Path> paths;
        try (Stream<Path> listed = Files.list(directory.path())) {
            paths = listed.sorted().toList();
        }
        for (Path path : paths) {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(path)) {
                try (OpenDirectory child = directory.open(PathBytes.nameOf(path))) {
                    age(child);
                }
            }
            Instant modified =
                    Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant();
            if (Duration.between(modified, begun).abs().compareTo(Duration.ofHours(1)) < 0) {
                time(path, 1_650_000_000L + random.nextInt(1_000_000), random.nextInt(1_000_000_000));
            }
        }
    }

    private void names() throws IOException {
        Path directory = directory("names");
        file(child(directory, "umlaut-é-日本-🙂".getBytes(StandardCharsets.UTF_8)), "text");
        file(child(directory, new byte[] {'l', 'a', 't', 'i', 'n', (byte) 0xe9}), "invalid UTF-8");
        file(child(directory, new byte[] {(byte) 0xff, (byte) 0xfe}), "no text at all");
        file(child(directory, "new\nline".getBytes(StandardCharsets.UTF_8)), "newline");
        file(child(directory, new byte[] {0x1b, '[', '3', '1', 'm', 0x07, 0x7f}), "control characters");
        file(child(directory, "\uFFFD".getBytes(StandardCharsets.UTF_8)), "the replacement character itself");
        file(child(directory, "a".repeat(255).getBytes(StandardCharsets.UTF_8)), "long name");
        for (String name :
                new String[] {" ", "-rf", "*", "\\", "\"quoted\"", "'", "%41", "a&b;c", "...", "~", "#x?y"}) {
            file(directory.resolve(name), name);
        }
        Path inner = Files.createDirectory(child(directory, new byte[] {'d', (byte) 0x80}));
        file(child(inner, new byte[] {(byte) 0xc3}), "invalid below invalid");
        time(inner, 1_400_000_000L, 1);
        time(directory, 1_400_000_001L, 123_456_789);
    }

    private void modes() throws IOException {
        Path directory = directory("modes");
        for (int mode : new int[] {0400, 0644, 0777, 01777, 02755, 04755, 07777}) {
            Path path = file(directory.resolve("file-" + Integer.toOctalString(mode)), "mode");
            setMode(path, mode);
        }
        for (int mode : new int[] {0500, 0755, 01777, 02770}) {
            Path path = Files.createDirectory(directory.resolve("directory-" + Integer.toOctalString(mode)));
            file(path.resolve("inside"), "below");
            setMode(path, mode);
            time(path, 1_300_000_000L, 5);
        }
        if (isRoot()) {
            Path path = file(directory.resolve("owned"), "by somebody else");
            Files.setAttribute(path, "unix:uid", 12_345);
            Files.setAttribute(path, "unix:gid", 54_321);
            setMode(path, 06755);
            Path named = file(directory.resolve("owned-by-name"), "daemon has a name");
            Files.setAttribute(named, "unix:uid", 1);
            Path shut = file(directory.resolve("file-0"), "only root reads it");
            setMode(shut, 0);
            Path closed = Files.createDirectory(directory.resolve("directory-0"));
            file(closed.resolve("inside"), "only root sees it");
            setMode(closed, 0);
        }
        time(directory, 1_300_000_001L, 999_999_999);
    }

    private void contents() throws IOException {
        Path directory = directory("contents");
        Files.createFile(directory.resolve("empty"));
        time(directory.resolve("empty"), -1, 500_000_001);
        Files.write(directory.resolve("random"), bytes(3_000_000));
        time(directory.resolve("random"), 4_000_000_000L, 999_999_999);
        Files.write(directory.resolve("zeros"), new byte[300_000]);
        sparse(directory.resolve("sparse-middle"), 0, SPARSE_BYTES / 2, SPARSE_BYTES - 4_096);
        sparse(directory.resolve("sparse-start"), SPARSE_BYTES / 2);
        sparse(directory.resolve("sparse-end"), 0);
        sparse(directory.resolve("sparse-all"));
    }

    private void sparse(Path path, long... dataAt) throws IOException {
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            for (long at : dataAt) {
                channel.write(ByteBuffer.wrap(bytes(4_096)), at);
            }
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(SPARSE_BYTES);
        }
    }

    private void links() throws IOException {
        Path directory = directory("links");
        Path first = file(directory.resolve("hard-1"), "one content");
        Files.createLink(directory.resolve("hard-2"), first);
        Path below = Files.createDirectory(directory.resolve("below"));
        Files.createLink(below.resolve("hard-3"), first);
        time(below, 1_200_000_000L, 1);
        symlink(directory.resolve("relative"), "../names/ ");
        symlink(directory.resolve("nowhere"), "no/such/thing");
        symlink(directory.resolve("absolute"), "/etc/passwd");
        symlink(directory.resolve("to-directory"), "../names");
        symlink(directory.resolve("to-root"), "/");
        symlink(directory.resolve("itself"), "itself");
        symlink(directory.resolve("slashes"), "a//b/");
        symlink(directory.resolve("long"), "x/".repeat(500) + "y");
        byte[] invalid = {'.', '.', '/', (byte) 0xff, '\n'};
        posix.createSymlink(directory.resolve("invalid"), invalid);
        time(directory.resolve("invalid"), 1_200_000_002L, 2);
        if (isRoot()) {
            Path owned = symlink(directory.resolve("owned"), "whatever");
            Files.setAttribute(owned, "unix:uid", 12_345, LinkOption.NOFOLLOW_LINKS);
        }
        time(directory, 1_200_000_001L, 3);
    }

    private void specials() throws IOException {
        Path directory = directory("specials");
        Path fifo = directory.resolve("fifo");
        posix.createFifo(fifo);
        setMode(fifo, 0622);
        time(fifo, 1_100_000_000L, 11);
        if (isRoot()) {
            Path character = directory.resolve("character");
            posix.createDevice(character, EntryType.CHARACTER_DEVICE, new DeviceNumber(1, 3));
            setMode(character, 0666);
            time(character, 1_100_000_001L, 12);
            Path block = directory.resolve("block");
            posix.createDevice(block, EntryType.BLOCK_DEVICE, new DeviceNumber(259, 70_000));
            time(block, 1_100_000_002L, 13);
        }
        socket(directory);
        time(directory, 1_100_000_003L, 14);
    }

    /** Made under a short name elsewhere, for a socket's address has room for 108 bytes. */
    private static void socket(Path directory) throws IOException {
        Path shortDirectory = Files.createTempDirectory("s");
        Path shortName = shortDirectory.resolve("s");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(shortName));
            Files.move(shortName, directory.resolve("socket"));
        } finally {
            Files.deleteIfExists(shortName);
            Files.delete(shortDirectory);
        }
    }

    private void attributes() throws IOException {
        Path directory = directory("attributes");
        Path file = file(directory.resolve("user"), "attributes");
        setAttribute(file, new ExtendedAttribute("user.text", "value".getBytes(StandardCharsets.UTF_8)));
        setAttribute(file, new ExtendedAttribute("user.empty", new byte[0]));
        setAttribute(file, new ExtendedAttribute("user.binary", bytes(900)));
        setAttribute(file, new ExtendedAttribute(invalidName(), new byte[] {0, 1, (byte) 0xff}));
        time(file, 1_000_000_000L, 21);
        Path guarded = file(directory.resolve("acl"), "acl");
        setAttribute(guarded, new ExtendedAttribute("system.posix_acl_access", acl()));
        Path inheriting = Files.createDirectory(directory.resolve("acl-default"));
        setAttribute(inheriting, new ExtendedAttribute("system.posix_acl_default", acl()));
        setAttribute(inheriting, new ExtendedAttribute("user.on-directory", new byte[] {1}));
        file(inheriting.resolve("inherits"), "an ACL");
        Path bare = file(inheriting.resolve("bare"), "no ACL, though its directory gives one");
        try (OpenEntry entry = posix.openEntry(bare)) {
            entry.removeAttribute(new ExtendedAttribute("system.posix_acl_access", new byte[0]));
        }
        setMode(bare, 0644);
        time(inheriting, 1_000_000_001L, 22);
        if (isRoot()) {
            Path trusted = file(directory.resolve("trusted"), "trusted");
            setAttribute(trusted, new ExtendedAttribute("trusted.secret", bytes(40)));
            Path able = file(directory.resolve("capability"), "capability");
            // Version 2, effective: cap_net_bind_service.
            byte[] capability = {1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
            setAttribute(able, new ExtendedAttribute("security.capability", capability));
        }
        time(directory, 1_000_000_002L, 23);
    }

    private static byte[] invalidName() {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        name.writeBytes("user.x".getBytes(StandardCharsets.UTF_8));
        name.write(0xe9);
        return name.toByteArray();
    }

    /** Owner rw, user 1 rw, group r, mask rw, other r, in the kernel's layout. */
    private static byte[] acl() {
        ByteBuffer acl =
                ByteBuffer.allocate(4 + 5 * 8).order(ByteOrder.LITTLE_ENDIAN).putInt(2);
        int[][] entries = {{0x01, 6, -1}, {0x02, 6, 1}, {0x04, 4, -1}, {0x10, 6, -1}, {0x20, 4, -1}};
        for (int[] entry : entries) {
            acl.putShort((short) entry[0]).putShort((short) entry[1]).putInt(entry[2]);
        }
        return acl.array();
    }

    private void depths() throws IOException {
        Path path = directory("deep");
        for (int i = 0; i < 12; i++) {
            path = Files.createDirectory(path.resolve("d".repeat(200) + i));
            file(path.resolve("file"), "level " + i);
        }
    }

    /** Names between which sorting by whole paths and sorting name by name differ. */
    private void siblings() throws IOException {
        Path directory = directory("siblings");
        for (String name : new String[] {"a", "a b", "a.b", "a0", "b"}) {
            Path inner = Files.createDirectory(directory.resolve(name));
            file(inner.resolve("x"), name);
        }
        file(directory.resolve("a-"), "between a and a/x");
        file(directory.resolve("a\t"), "before every slash");
    }

    private Path directory(String name) throws IOException {
        return Files.createDirectory(root.resolve(name));
    }

    private static Path child(Path parent, byte[] name) {
        return PathBytes.child(parent, name);
    }

    private Path file(Path path, String content) throws IOException {
        Files.writeString(path, content, StandardCharsets.UTF_8);
        time(path, 1_600_000_000L + random.nextInt(1_000_000), random.nextInt(1_000_000_000));
        return path;
    }

    private Path symlink(Path path, String target) throws IOException {
        posix.createSymlink(path, target.getBytes(StandardCharsets.UTF_8));
        time(path, 1_600_000_000L + random.nextInt(1_000_000), random.nextInt(1_000_000_000));
        return path;
    }

    private void time(Path path, long seconds, int nanos) throws IOException {
        try (OpenEntry entry = posix.openEntry(path)) {
            entry.setModified(Instant.ofEpochSecond(seconds, nanos));
        }
    }

    private void setMode(Path path, int mode) throws IOException {
        try (OpenEntry entry = posix.openEntry(path)) {
            entry.setMode(mode);
        }
    }

    private void setAttribute(Path path, ExtendedAttribute attribute) throws IOException {
        try (OpenEntry entry = posix.openEntry(path)) {
            entry.setAttribute(attribute);
        }
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
