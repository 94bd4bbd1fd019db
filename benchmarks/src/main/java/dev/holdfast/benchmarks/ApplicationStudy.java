package dev.holdfast.benchmarks;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.core.Holdfast;
import dev.holdfast.pgp.OpenPgpCipher;
import dev.holdfast.pgp.OpenPgpKeyPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How quick backups are in an application that runs on: the same steps again and again in one JVM, each beside restic,
 * which is a new process each time.
 *
 * <p>Usage: {@code ApplicationStudy DIR [ROUNDS]}, with DIR new or empty; some 10 GB for each round, and restic, are
 * needed. A round is a full backup into a new repository, one without changes, one of a day's changes, and the restores
 * of one file and of everything. Prints a Markdown table in seconds of wall time: the first round, and the medians of
 * the later ones beside restic's.
 */
public final class ApplicationStudy {

    private final Path directory;
    private final Path source;
    private final Path publicKey;
    private final Path secretKey;
    private final Map<String, Seconds> steps = new LinkedHashMap<>();

    /** Of one step in each round. */
    private record Seconds(List<Double> holdfast, List<Double> restic) {}

    private ApplicationStudy(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.source = directory.resolve("source");
        OpenPgpKeyPair keys = OpenPgpKeyPair.generate("Application study", null);
        this.publicKey = Files.write(directory.resolve("public.asc"), keys.certificate());
        this.secretKey = Files.write(directory.resolve("secret.asc"), keys.secretKey());
    }

    /** Entry point. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        ApplicationStudy study = new ApplicationStudy(Path.of(arguments[0]).toAbsolutePath());
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4;
        Workload.main(new String[] {"make", study.source.toString()});
        for (int round = 1; round <= rounds; round++) {
            study.round(round);
        }
        study.print();
    }

    private void round(int round) throws IOException, InterruptedException {
        Path place = directory.resolve("round-" + round);
        restic(place, "init");
        backUp("full", place);
        backUp("no change", place);
        Workload.main(new String[] {"change", source.toString(), "--step", String.valueOf(round)});
        backUp("change", place);

        String one = middleFile();
        step(
                "restore one",
                () -> restore(place, one, place.resolve("one")),
                () -> restic(place, "restore", "latest", "--target", place + "/restic-one", "--include", "/" + one));
        step(
                "restore all",
                () -> restore(place, "", place.resolve("all")),
                () -> restic(place, "restore", "latest", "--target", place + "/restic-all"));
    }

    private void backUp(String step, Path place) throws IOException, InterruptedException {
        step(
                step,
                () -> {
                    try (BackupRepository repository = Holdfast.repository()
                            .storage(place.resolve("repository").toUri())
                            .cipher(OpenPgpCipher.builder().recipient(publicKey).build())
                            .localState(place.resolve("state"))
                            .openOrCreate()) {
                        repository.backup().source(source).run().requireComplete();
                    }
                },
                () -> restic(place, "backup", "--quiet", "."));
    }

    private void restore(Path place, String path, Path target) {
        try (BackupRepository repository = Holdfast.repository()
                .storage(place.resolve("repository").toUri())
                .cipher(OpenPgpCipher.builder().secretKey(secretKey).build())
                .localState(place.resolve("state"))
                .open()) {
            Snapshot snapshot = repository.snapshots().newest().orElseThrow();
            snapshot.restore().path(path).into(target).run().requireComplete();
        }
    }

    private void restic(Path place, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "restic",
                "--repo",
                place.resolve("restic").toString(),
                "--cache-dir",
                place.resolve("restic-state").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command)
                .directory(source.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        process.environment().put("RESTIC_PASSWORD", "study");
        if (process.start().waitFor() != 0) {
            throw new IOException("failed: " + command);
        }
    }

    /** Pending writes are flushed first. What is read was written or read by this run, so it is in the page cache. */
    private void step(String name, Action holdfast, Action restic) throws IOException, InterruptedException {
        Seconds seconds = steps.computeIfAbsent(name, step -> new Seconds(new ArrayList<>(), new ArrayList<>()));
        seconds.holdfast().add(secondsOf(holdfast));
        seconds.restic().add(secondsOf(restic));
    }

    private static double secondsOf(Action action) throws IOException, InterruptedException {
        new ProcessBuilder("sync").start().waitFor();
        long start = System.nanoTime();
        action.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private String middleFile() throws IOException {
        try (Stream<Path> tree = Files.walk(source)) {
            List<Path> files = tree.filter(Files::isRegularFile).sorted().toList();
            return source.relativize(files.get(files.size() / 2)).toString();
        }
    }

    private void print() {
        System.out.println("| step | Holdfast, first round | Holdfast, later | restic, later | Holdfast's speed |");
        System.out.println("|---|---:|---:|---:|---:|");
        steps.forEach((step, seconds) -> {
            double own = median(seconds.holdfast());
            double peer = median(seconds.restic());
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.2f | %.2fx |%n",
                    step,
                    seconds.holdfast().get(0),
                    own,
                    peer,
                    peer / own);
        });
    }

    /** Of all but the first. */
    private static double median(List<Double> seconds) {
        List<Double> later = seconds.stream().skip(1).sorted().toList();
        return later.get(later.size() / 2);
    }

    private interface Action {
        void run() throws IOException, InterruptedException;
    }
}
