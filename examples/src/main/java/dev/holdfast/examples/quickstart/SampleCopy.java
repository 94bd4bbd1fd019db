package dev.holdfast.examples.quickstart;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Copies a directory, which is only read, up to a number of bytes. */
final class SampleCopy extends SimpleFileVisitor<Path> {

    private static final long MOST_BYTES = 200_000_000;

    private final Path from;
    private final Path to;
    private final Path workplace;
    private long files;
    private long bytes;
    private long leftOut;

    private SampleCopy(Path from, Path to, Path workplace) {
        this.from = from;
        this.to = to;
        this.workplace = workplace;
    }

    /** @param workplace is not copied where it lies inside {@code from} */
    static SampleCopy make(Path from, Path to, Path workplace) throws IOException {
        SampleCopy copy = new SampleCopy(from, to, workplace);
        Files.walkFileTree(from, copy);
        return copy;
    }

    long files() {
        return files;
    }

    long bytes() {
        return bytes;
    }

    /** Files that were too much, or could not be read. */
    long leftOut() {
        return leftOut;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
        // What a build or git has made is no good example, and the workplace lies in the former.
        boolean built = directory.endsWith("target") && Files.exists(directory.resolveSibling("pom.xml"));
        if (directory.equals(workplace) || built || directory.endsWith(".git")) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        Files.createDirectory(target(directory));
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        boolean copied = (attributes.isRegularFile() || attributes.isSymbolicLink())
                && bytes + attributes.size() <= MOST_BYTES
                && copy(file);
        if (copied) {
            files++;
            bytes += attributes.isRegularFile() ? attributes.size() : 0;
        } else {
            leftOut++;
        }
        return FileVisitResult.CONTINUE;
    }

    private boolean copy(Path file) {
        try {
            Files.copy(file, target(file), StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
        leftOut++;
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
        return FileVisitResult.CONTINUE;
    }

    private Path target(Path path) {
        return to.resolve(from.relativize(path));
    }
}
