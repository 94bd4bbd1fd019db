package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.SnapshotEntry;
import dev.holdfast.api.backup.Backup;
import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.error.BackupException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.retention.RetentionPlan;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.bytes.Sha256;
import dev.holdfast.core.testing.SettableClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A repository, a source, and what is known of both. */
final class RepositoryMachine implements AutoCloseable {

    /**
     * Something that happens.
     *
     * @param seed of its details
     * @param failingCall the storage fails from this call on, and whoever calls it dies; 0 for never
     */
    record Step(Kind kind, int seed, int failingCall) {

        enum Kind {
            BACK_UP,
            BACK_UP_FULL,
            CHANGE,
            LOSE_CACHE,
            RETAIN,
            UNDO,
            SWEEP,
            RECLAIM,
            CLEAN_UP,
            CONDEMN_WRONGLY,
            WAIT
        }
    }

    private static final Set<Step.Kind> SWEEPING =
            Set.of(Step.Kind.RETAIN, Step.Kind.SWEEP, Step.Kind.RECLAIM, Step.Kind.CLEAN_UP, Step.Kind.CONDEMN_WRONGLY);

    private final Workbench bench;
    private final Janitor janitor;
    /** Hashes of the files of each snapshot that there is or that may come back, by path. */
    private final Map<SnapshotId, Map<String, String>> known = new HashMap<>();

    private Set<SnapshotId> present = new TreeSet<>();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));

    RepositoryMachine(Path directory, ContentCipher cipher) throws IOException {
        bench = new Workbench(directory);
        bench.cipher = cipher;
        bench.clock = clock;
        janitor = new Janitor(bench.storage, clock);
        Random random = new Random(1);
        for (int i = 0; i < 12; i++) {
            bench.write("f" + i, 1_000 + random.nextInt(90_000), random.nextLong());
        }
        backUp(false, new Random(0));
        synchronise();
    }

    void take(Step step) throws Exception {
        clock.advance(Duration.ofMinutes(1));
        if (step.failingCall() > 0) {
            bench.faults.onEvery().from(step.failingCall()).failPermanently();
        }
        boolean done;
        try {
            done = perform(step);
        } catch (BackupException e) {
            assertThat(step.failingCall()).as(step + " failed: " + e).isPositive();
            done = false;
        }
        bench.die();
        if (step.kind() == Step.Kind.CONDEMN_WRONGLY) {
            janitor.pardon();
        }
        synchronise();
        check(step, done);
    }

    private boolean perform(Step step) throws Exception {
        Random random = new Random(step.seed());
        switch (step.kind()) {
            case BACK_UP -> backUp(false, random);
            case BACK_UP_FULL -> backUp(true, random);
            case CHANGE -> change(random);
            case LOSE_CACHE -> loseCache();
            case RETAIN -> retain(random);
            case UNDO -> undo();
            case SWEEP -> {
                try (BackupRepository repository = janitor.open()) {
                    repository.sweep();
                }
            }
            case RECLAIM ->
                janitor.reclaim(reclaim -> reclaim.compactBelow(0.95).grace(Duration.ofDays(random.nextInt(2))));
            case CLEAN_UP -> janitor.reclaim(reclaim -> reclaim.compactBelow(0));
            case CONDEMN_WRONGLY -> condemnWrongly(random);
            case WAIT -> clock.advance(Duration.ofHours(random.nextInt(24 * 9)));
        }
        return true;
    }

    private void backUp(boolean full, Random random) {
        bench.checkpoints = random.nextInt(3) == 0 ? Duration.ZERO : Duration.ofMinutes(5);
        try (BackupRepository repository = bench.open()) {
            Backup backup = repository.backup().source(bench.source);
            (full ? backup.full() : backup).run();
        }
    }

    private void change(Random random) throws IOException {
        for (int i = 0; i < 1 + random.nextInt(6); i++) {
            String path = "f" + random.nextInt(16);
            switch (random.nextInt(4)) {
                case 0 -> Files.deleteIfExists(bench.source.resolve(path));
                case 1 -> {
                    if (Files.exists(bench.source.resolve(path))) {
                        Files.move(
                                bench.source.resolve(path),
                                bench.source.resolve(path + "-" + random.nextInt(20)),
                                StandardCopyOption.REPLACE_EXISTING);
                    }
                }
                // The same content comes back now and then.
                default -> bench.write(path, 1_000 * (1 + random.nextInt(100)), random.nextInt(10));
            }
        }
    }

    private void loseCache() throws IOException {
        if (!Files.exists(bench.localState)) {
            return;
        }
        try (Stream<Path> all = Files.walk(bench.localState)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }

    private void retain(Random random) {
        try (BackupRepository repository = janitor.open()) {
            RetentionPlan plan = repository
                    .retention()
                    .keepLast(1 + random.nextInt(4))
                    .grace(Duration.ofDays(random.nextInt(3)))
                    .plan();
            repository.apply(plan);
        }
    }

    private void undo() {
        try (BackupRepository repository = janitor.open()) {
            repository.undo();
        } catch (NotFoundException e) {
            // There was nothing to undo.
        }
    }

    /** A record condemns what is needed; a sweep that follows deletes what is not. */
    private void condemnWrongly(Random random) {
        List<ObjectKey> needed = janitor.needed().sizes().keySet().stream()
                .filter(object -> !object.value().startsWith("log/"))
                .sorted()
                .toList();
        ObjectKey object = needed.get(random.nextInt(needed.size()));
        janitor.condemn(random.nextBoolean(), object);
        try (BackupRepository repository = janitor.open()) {
            assertThat(repository.sweep().failures()).containsOnlyKeys(object.value());
        }
    }

    /** What is there after a step, which may have been cut off behind its record. */
    private void synchronise() throws IOException {
        Set<SnapshotId> found = new TreeSet<>();
        janitor.state().snapshots().forEachRemaining(entry -> {
            if (!entry.partial()) {
                found.add(entry.snapshot());
            }
        });
        for (SnapshotId id : found) {
            if (!known.containsKey(id)) {
                known.put(id, source());
            }
        }
        present = found;
    }

    private Map<String, String> source() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(bench.source)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(bench.source.relativize(file).toString(), Sha256.hex(Files.readAllBytes(file)));
            }
        }
        return files;
    }

    private void check(Step step, boolean done) throws Exception {
        assertThat(present).as("the newest snapshot stays, after " + step).isNotEmpty();
        try (BackupRepository repository = janitor.open()) {
            assertThat(repository.verify().run().findings()).as("after " + step).isEmpty();
        }
        try (BackupRepository repository = bench.open()) {
            List<Snapshot> all = repository.snapshots().all();
            assertThat(all.stream().map(Snapshot::id).collect(Collectors.toSet()))
                    .isEqualTo(present);
            for (Snapshot snapshot : all) {
                assertThat(content(snapshot)).as(snapshot + " after " + step).isEqualTo(known.get(snapshot.id()));
            }
        }
        if (SWEEPING.contains(step.kind()) && done) {
            janitor.state()
                    .condemned()
                    .forEachRemaining(
                            each -> assertThat(each.deleted() || each.due().isAfter(clock.instant()))
                                    .as(each + " after " + step)
                                    .isTrue());
        }
        boolean tidied = step.kind() == Step.Kind.RECLAIM || step.kind() == Step.Kind.CLEAN_UP;
        if (tidied && done) {
            assertThat(janitor.unaccounted()).as("after " + step).isEmpty();
        }
    }

    private static Map<String, String> content(Snapshot snapshot) throws IOException {
        List<SnapshotEntry> files = new ArrayList<>();
        try (Stream<SnapshotEntry> entries = snapshot.entries()) {
            entries.filter(entry -> entry.type() == EntryType.FILE).forEach(files::add);
        }
        Map<String, String> content = new TreeMap<>();
        for (SnapshotEntry file : files) {
            String path = file.path().toString();
            try (InputStream in = snapshot.open(path)) {
                content.put(path, Sha256.hex(in.readAllBytes()));
            }
        }
        return content;
    }

    @Override
    public void close() {
        bench.close();
    }
}
