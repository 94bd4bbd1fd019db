package dev.holdfast.benchmarks;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes a source tree of about 2 GiB that resembles real data, and later changes it. The same seed gives the same names
 * and bytes on every machine and Java version: randomness is SplitMix64 (Steele, Lea, Flood 2014) seeded per file,
 * mathematics is {@link StrictMath}.
 *
 * <p>Runs without a build: {@code java Workload.java make DIR [--scale 1.0] [--seed 1]}, then
 * {@code java Workload.java change DIR [--step 1] [--seed 1]}.
 */
public final class Workload {
    private static final int TEXT_FILES = 20_000;
    private static final int PROJECTS = 20;
    private static final int DIRECTORIES_PER_PROJECT = 25;
    private static final long MEDIA_BYTES = 900_000_000;
    private static final long BIG_FILE_BYTES = 256L << 20;
    private static final int INSERTED_LOG_BYTES = 1 << 20;
    private static final Instant OLDEST = Instant.parse("2023-01-01T00:00:00Z");

    private final Path root;
    private final long seed;
    private final Language language;
    private final Contents contents;

    private Workload(Path root, long seed) {
        this.root = root;
        this.seed = seed;
        this.language = new Language(new Random64(seed));
        this.contents = new Contents(language, seed);
    }

    /** Entry point; prints one line and exits 2 when used wrongly. */
    public static void main(String[] arguments) throws IOException {
        double scale = 1.0;
        long seed = 1;
        int step = 1;
        for (int i = 2; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--scale" -> scale = Double.parseDouble(arguments[i + 1]);
                case "--seed" -> seed = Long.parseLong(arguments[i + 1]);
                case "--step" -> step = Integer.parseInt(arguments[i + 1]);
                default -> usage();
            }
        }
        if (arguments.length < 2 || arguments.length % 2 != 0 || !(scale > 0) || step < 1) {
            usage();
        }
        Workload workload = new Workload(Path.of(arguments[1]), seed);
        switch (arguments[0]) {
            case "make" -> workload.make(scale);
            case "change" -> workload.change(step);
            default -> usage();
        }
    }

    private static void usage() {
        System.err.println("usage: Workload.java make DIR [--scale 1.0] [--seed 1]"
                + "  |  change DIR [--step 1] [--seed 1]   (DIR must be new or empty for make)");
        System.exit(2);
    }

    // ---- make

    private void make(double scale) throws IOException {
        Files.createDirectories(root);
        try (Stream<Path> entries = Files.list(root)) {
            if (entries.findAny().isPresent()) {
                usage();
            }
        }
        List<Item> items = new ArrayList<>();
        planText(items, Math.max(PROJECTS, (int) Math.round(TEXT_FILES * scale)), scale);
        planMedia(items, Math.round(MEDIA_BYTES * scale));
        long bigBytes = Math.max(64, Math.round(BIG_FILE_BYTES * scale / Contents.PAGE_BYTES)) * Contents.PAGE_BYTES;
        items.add(new Item("log/application.log", Kind.LOG, bigBytes));
        items.add(new Item("database/main.db", Kind.DATABASE, bigBytes));
        items.add(new Item("machine/disk.img", Kind.DISK_IMAGE, bigBytes));
        items.add(new Item("video/recording.mp4", Kind.RANDOM, bigBytes));
        items.stream()
                .map(item -> root.resolve(item.path()).getParent())
                .distinct()
                .forEach(directory -> unchecked(() -> Files.createDirectories(directory)));
        // The large ones first, so that no core is left with one of them at the end.
        List<Item> largestFirst = new ArrayList<>(items);
        largestFirst.sort(Comparator.comparingLong(Item::sizeBytes).reversed());
        largestFirst.parallelStream().forEach(item -> unchecked(() -> write(item, 0)));
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.toList()) {
                Random64 random = new Random64(seed, "mtime " + slashed(path), 0);
                Instant past = OLDEST.plusSeconds(random.below(365 * 86_400)).plusNanos(random.below(1_000_000_000));
                Files.setLastModifiedTime(path, FileTime.from(past));
            }
        }
        System.out.printf(
                "%d files, %d bytes%n",
                items.size(), items.stream().mapToLong(Item::sizeBytes).sum());
    }

    private void planText(List<Item> items, int count, double scale) {
        int directories = Math.max(1, (int) Math.round(DIRECTORIES_PER_PROJECT * scale));
        for (int i = 0; i < count; i++) {
            int directory = i / PROJECTS % directories;
            items.add(text("text/project-%02d/part-%02d".formatted(i % PROJECTS, directory), i, "original"));
        }
    }

    /** A text file with a log-normal size: median 4,000 bytes, mean about 9,300. */
    private Item text(String directory, int number, String generation) {
        Random64 random = new Random64(seed, "text " + generation, number);
        long size = (long) Math.min(512 << 10, Math.max(16, 4_000 * StrictMath.exp(1.3 * random.gaussian())));
        Kind kind = List.of(Kind.PROSE, Kind.PROSE, Kind.SOURCE, Kind.RECORDS).get(random.below(4));
        String name = language.name(random) + "-" + language.name(random) + "-" + number + kind.suffix;
        return new Item(directory + "/" + name, kind, size);
    }

    private void planMedia(List<Item> items, long totalBytes) {
        Random64 random = new Random64(seed, "media", 0);
        long[] planned = new long[2];
        for (int i = 0; planned[0] + planned[1] < totalBytes; i++) {
            long wanted = (long) (1e6 * StrictMath.exp(StrictMath.log(20) * random.unit()));
            long size = Math.min(wanted, Math.max(100_000, totalBytes - planned[0] - planned[1]));
            int compressible = planned[1] < planned[0] ? 1 : 0;
            planned[compressible] += size;
            Kind kind = compressible == 1 ? Kind.SOUND : Kind.RANDOM;
            items.add(new Item("media/2023-%02d/take-%04d%s".formatted(1 + i % 12, i, kind.suffix), kind, size));
        }
    }

    private void write(Item item, long version) throws IOException {
        try (OutputStream file = Files.newOutputStream(root.resolve(item.path()))) {
            content(item, version, new Sink(file, item.sizeBytes()));
        }
    }

    private void content(Item item, long version, Sink sink) throws IOException {
        Random64 random = new Random64(seed, item.path(), version);
        switch (item.kind()) {
            case PROSE -> language.prose(random, sink, Long.MAX_VALUE);
            case SOURCE -> language.source(random, sink);
            case RECORDS -> language.records(random, sink);
            case LOG -> language.log(random, sink);
            case SOUND -> contents.sound(random, sink);
            case RANDOM -> contents.noise(random, sink, Long.MAX_VALUE);
            case DISK_IMAGE -> contents.diskImage(random, sink);
            case DATABASE -> contents.database(sink, version);
        }
        sink.flush();
    }

    // ---- change

    /** One day's work on the tree. Counts follow from the tree, so that a scaled tree gets scaled changes. */
    private void change(int step) throws IOException {
        List<Path> texts = regularFiles(root.resolve("text"));
        List<Path> media = regularFiles(root.resolve("media"));
        List<Path> projects;
        try (Stream<Path> entries = Files.list(root.resolve("text"))) {
            projects = entries.sorted(Comparator.comparing(this::slashed)).toList();
        }
        Random64 random = new Random64(seed, "change", step);
        Path renamed = projects.get((6 + step) % projects.size());
        List<Path> candidates = new ArrayList<>(texts);
        candidates.removeIf(path -> path.startsWith(renamed));
        List<Path> editable = new ArrayList<>(candidates);
        editable.addAll(media);
        random.shuffle(editable);
        List<Path> edited = editable.subList(0, (texts.size() + media.size()) / 100);
        candidates.removeAll(edited);
        random.shuffle(candidates);
        List<Path> deleted = candidates.subList(0, texts.size() * 3 / 200);
        List<Path> kept = candidates.subList(deleted.size(), candidates.size());
        int created = texts.size() / 40;

        for (Path path : edited) {
            edit(path, random);
        }
        for (Path path : deleted) {
            Files.delete(path);
        }
        Files.move(renamed, renamed.resolveSibling(renamed.getFileName() + "-renamed-" + step));
        for (int i = 0; i < created; i++) {
            Path directory = requireNonNull(kept.get(random.below(kept.size())).getParent());
            write(text(slashed(directory), i, "step " + step), step);
        }
        insertIntoLog(step);
        int pages = rewritePages(random, step);
        System.out.printf(
                "%d edited, %d deleted, %d new, directory %s renamed, %d pages rewritten%n",
                edited.size(), deleted.size(), created, slashed(renamed), pages);
    }

    private void edit(Path path, Random64 random) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        int edits = 1 + random.below(3);
        for (int i = 0; i < edits; i++) {
            int at = random.below(bytes.length + 1);
            int removed = Math.min(random.below(100), bytes.length - at);
            byte[] added = new byte[random.below(100)];
            language.prose(random, new Sink(added, 0), Long.MAX_VALUE);
            byte[] edited = Arrays.copyOf(bytes, bytes.length - removed + added.length);
            System.arraycopy(added, 0, edited, at, added.length);
            System.arraycopy(bytes, at + removed, edited, at + added.length, bytes.length - at - removed);
            bytes = edited;
        }
        Files.write(path, bytes);
    }

    private void insertIntoLog(int step) throws IOException {
        try (RandomAccessFile log =
                new RandomAccessFile(root.resolve("log/application.log").toFile(), "rw")) {
            long middle = log.length() / 2;
            byte[] tail = new byte[Math.toIntExact(log.length() - middle)];
            log.seek(middle);
            log.readFully(tail);
            byte[] inserted = new byte[INSERTED_LOG_BYTES];
            language.log(new Random64(seed, "log", step), new Sink(inserted, 0));
            log.seek(middle);
            log.write(inserted);
            log.write(tail);
        }
    }

    /** Rewrites 2 % of the pages in clusters of 4 to 32, as checkpoints of a database do. */
    private int rewritePages(Random64 random, int step) throws IOException {
        try (RandomAccessFile database =
                new RandomAccessFile(root.resolve("database/main.db").toFile(), "rw")) {
            int pages = Math.toIntExact(database.length() / Contents.PAGE_BYTES);
            int rewritten = 0;
            while (rewritten < pages / 50) {
                int cluster = Math.min(4 + random.below(29), pages / 50 - rewritten);
                int first = random.below(pages - cluster);
                database.seek((long) first * Contents.PAGE_BYTES);
                for (int page = first; page < first + cluster; page++) {
                    database.write(contents.page(page, step));
                }
                rewritten += cluster;
            }
            return rewritten;
        }
    }

    private List<Path> regularFiles(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(this::slashed))
                    .toList();
        }
    }

    private String slashed(Path path) {
        return root.relativize(path).toString().replace('\\', '/');
    }

    private static void unchecked(Write write) {
        try {
            write.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Write {
        void run() throws IOException;
    }

    private enum Kind {
        PROSE(".txt"),
        SOURCE(".src"),
        RECORDS(".csv"),
        SOUND(".wav"),
        RANDOM(".jpg"),
        LOG(""),
        DATABASE(""),
        DISK_IMAGE("");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    private record Item(String path, Kind kind, long sizeBytes) {}
}
