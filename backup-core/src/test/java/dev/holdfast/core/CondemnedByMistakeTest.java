package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.retention.IncompleteSweepException;
import dev.holdfast.api.retention.RetentionPlan;
import dev.holdfast.api.retention.RetentionResult;
import dev.holdfast.api.retention.SweepResult;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.verify.Finding;
import dev.holdfast.api.verify.FindingsException;
import dev.holdfast.api.verify.VerifyResult;
import dev.holdfast.core.log.Change;
import dev.holdfast.core.log.MovedBlocks;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.store.Layout;
import dev.holdfast.testkit.storage.Gate;
import dev.holdfast.testkit.storage.Tampering;
import dev.holdfast.testkit.storage.Verb;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A record that is wrong, or forged, condemns what a snapshot needs. */
@Timeout(120)
class CondemnedByMistakeTest extends DailyBackups {

    private static final String WRITER = "20260101T030000Z-0123456789ab";

    private ObjectKey first(String prefix) throws IOException {
        return ObjectKey.of(keys().stream()
                .filter(key -> key.startsWith(prefix))
                .findFirst()
                .orElseThrow());
    }

    /** Who writes what it likes, whatever fails for others. */
    private Janitor forger() {
        return new Janitor(bench.memory, bench.clock);
    }

    private void condemn(boolean deleting, ObjectKey... objects) {
        forger().condemn(deleting, objects);
    }

    private ObjectKey leftover() throws IOException {
        ObjectKey object = ObjectKey.of("data/" + WRITER + "/00000009");
        bench.memory.put(object, ObjectBody.of(new byte[] {1}), ObjectKind.VOLUME);
        return object;
    }

    private VerifyResult verify() {
        try (BackupRepository repository = janitor()) {
            return repository.verify().run();
        }
    }

    @ParameterizedTest
    @CsvSource({"manifests/, false", "inventories/, false", "data/, true", "catalog/, false"})
    void whatASnapshotNeedsIsFound(String prefix, boolean deleting) throws Exception {
        String snapshot = backUp(0, true).snapshot().id().value();
        ObjectKey object = first(prefix);
        condemn(deleting, object, leftover());

        VerifyResult result = verify();
        assertThat(result.findings()).extracting(Finding::object).containsExactly(Optional.of(object.value()));
        assertThat(result.findings().get(0).message()).contains("the list of condemned objects names it");
        assertThat(result.damagedSnapshots()).extracting(Object::toString).containsExactly(snapshot);
        assertThatThrownBy(result::requireNoFindings)
                .isInstanceOf(FindingsException.class)
                .hasMessage("something is wrong: " + result.findings().get(0));
    }

    private SweepResult sweep() {
        try (BackupRepository repository = janitor()) {
            return repository.sweep();
        }
    }

    private long head() {
        return forger().state().head().number();
    }

    private void assertDaysComeBack(int... days) throws Exception {
        try (BackupRepository repository = bench.open()) {
            List<Snapshot> all = repository.snapshots().all();
            assertThat(all).hasSize(days.length);
            for (int i = 0; i < days.length; i++) {
                bench.assertEquals(all.get(i), stateOf(days[i]));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"manifests/, false", "inventories/, false", "data/, false", "data/, true", "catalog/, true"})
    void noSweepDeletesWhatASnapshotNeeds(String prefix, boolean deleting) throws Exception {
        backUp(0, true);
        backUp(1, false);
        ObjectKey object = first(prefix);
        ObjectKey leftover = leftover();
        condemn(deleting, object, leftover);

        SweepResult swept = sweep();
        assertThat(swept.deletedObjects()).isEqualTo(1);
        assertThat(swept.failures()).containsOnlyKeys(object.value());
        assertThat(swept.problems())
                .singleElement()
                .asString()
                .startsWith(object + " must not be deleted: needed by a snapshot")
                .endsWith("make a backup that repairs, then remove the snapshots that need it");
        assertThatThrownBy(swept::requireComplete)
                .isInstanceOf(IncompleteSweepException.class)
                .hasMessageEndingWith(swept.problems().get(0));
        assertThat(keys()).contains(object.value()).doesNotContain(leftover.value());
        assertDaysComeBack(0, 1);
        long head = head();
        assertThat(sweep().failures()).containsOnlyKeys(object.value());
        assertThat(head()).as("nothing was recorded").isEqualTo(head);
    }

    @Test
    void noSweepDeletesASignature() throws Exception {
        backUp(0, true);
        RosterEntry entry = roster().get(0);
        ObjectKey signature = Layout.signature(entry.manifest());
        bench.memory.put(signature, ObjectBody.of(new byte[] {1}), ObjectKind.MANIFEST);
        RosterEntry signed = new RosterEntry(
                entry.snapshot(),
                entry.manifest(),
                entry.sha256(),
                entry.sizeBytes(),
                entry.chain(),
                entry.kind(),
                entry.time(),
                false,
                true);
        forger().commit(
                        Change.condemn(),
                        on -> on.lists()
                                .withSnapshots(on.snapshotEdit().put(on.lists().snapshots(), signed)));
        condemn(false, signature);

        assertThat(sweep().failures()).containsOnlyKeys(signature.value());
        assertThat(keys()).contains(signature.value());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noSweepDeletesAPageOfANeededSet(boolean deleting) throws Exception {
        List<String> pages = List.of();
        for (int day = 0; pages.isEmpty(); day++) {
            atDay(day);
            bench.write("days/" + day, 20_000, 2_000 + day);
            bench.backUp();
            pages = keys().stream().filter(key -> key.startsWith("pages/")).toList();
        }
        condemn(deleting, pages.stream().map(ObjectKey::of).toArray(ObjectKey[]::new));

        SweepResult swept = sweep();
        assertThat(swept.failures()).containsOnlyKeys(pages);
        assertThat(swept.problems())
                .singleElement()
                .asString()
                .startsWith(
                        pages.size() == 1
                                ? pages.get(0) + " must"
                                : pages.size() + " objects, such as " + pages.get(0));
        assertThat(keys()).containsAll(pages);
        bench.assertNewestEqualsSource();
    }

    /** What is condemned while it is needed has the same time as all else that a removal condemns, from then on. */
    @Test
    void aRemovalOfWhatNeedsItCanBeTakenBack() throws Exception {
        backUp(0, true);
        ObjectKey object = first("data/");
        backUp(1, true);
        condemn(false, object);

        RetentionResult removed = apply(rules -> rules.keepLast(1).grace(Duration.ofDays(7)));
        assertThat(removed.sweep().failures()).isEmpty();
        assertThat(keys()).contains(object.value());
        try (BackupRepository repository = janitor()) {
            repository.undo();
        }
        assertDaysRestorable(0, 1);

        apply(rules -> rules.keepLast(1).grace(Duration.ZERO));
        assertThat(keys()).doesNotContain(object.value());
        assertDaysRestorable(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRepairAndARemovalMakeItGo(boolean deleting) throws Exception {
        backUp(0, true);
        ObjectKey object = first("data/");
        condemn(deleting, object);
        assertThat(sweep().failures()).containsOnlyKeys(object.value());

        atDay(1);
        try (BackupRepository repository = bench.open()) {
            repository
                    .backup()
                    .source(bench.source)
                    .repair(repository.verify().run())
                    .run();
        }
        RetentionResult removed = apply(rules -> rules.keepLast(1).grace(Duration.ZERO));
        assertThat(removed.sweep().failures()).isEmpty();
        assertThat(keys()).doesNotContain(object.value());
        bench.assertNewestEqualsSource();
        assertThat(verify().requireNoFindings().findings()).isEmpty();
    }

    /** Running again would not help. */
    @Test
    void aBackupThatNeedsWhatIsBeingDeletedSaysToRepair() throws Exception {
        backUp(0, true);
        ObjectKey object = first("data/");
        condemn(true, object);
        long head = head();

        assertThatThrownBy(() -> backUp(1, false))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining(object.value())
                .hasMessageEndingWith("make a backup that repairs");
        assertThat(head()).as("nothing was recorded").isEqualTo(head);
    }

    @Test
    void ofAPageOfTheHeadsOwnListsItIsSaidThatNothingNeedsToBeDone() throws Exception {
        backUp(0, true);
        ObjectKey[] leftovers = IntStream.rangeClosed(1, 300)
                .mapToObj(number -> ObjectKey.of("data/" + WRITER + "/%08d".formatted(number)))
                .toArray(ObjectKey[]::new);
        condemn(false, leftovers);
        ObjectKey page =
                Layout.page(forger().state().lists().condemned().pages().get(0).sha256());
        condemn(false, page);

        VerifyResult result = verify();
        assertThat(result.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.object()).contains(page.value());
            assertThat(finding.message())
                    .startsWith("needed by a list of the head")
                    .endsWith("a sweep leaves it alone, until the list has changed there and needs it no more");
        });
        assertThat(result.damagedSnapshots()).isEmpty();
        sweep();
        assertThat(verify().findings()).isEmpty();
    }

    /** Where moves lead into what is condemned, they stay as well. */
    @Test
    void noSweepDeletesWhereBlocksWereMoved() throws Exception {
        bench.volumeBytes = 4 << 20;
        for (int i = 0; i < 120; i++) {
            bench.write("files/f" + (100 + i), 100_000, i);
        }
        backUp(0, true);
        for (int i = 0; i < 120; i++) {
            bench.write("files/f" + (100 + i), 100_000, i % 40 < 10 ? i : 1_000 + i);
        }
        backUp(1, false);
        apply(rules -> rules.keepLast(1).grace(Duration.ZERO));
        Janitor janitor = new Janitor(bench.storage, bench.clock);
        janitor.reclaim(reclaim -> reclaim.compactBelow(0.99).grace(Duration.ZERO));
        List<MovedBlocks> moves = new ArrayList<>();
        janitor.state().moves().forEachRemaining(moves::add);
        assertThat(moves).isNotEmpty();
        ObjectKey[] targets = moves.stream()
                .flatMap(move -> Stream.of(move.volume(), move.inventory().key()))
                .distinct()
                .toArray(ObjectKey[]::new);
        condemn(false, targets);

        assertThat(sweep().failures())
                .containsOnlyKeys(Stream.of(targets).map(ObjectKey::value).toList());
        assertThat(janitor.state().moves()).toIterable().containsExactlyElementsOf(moves);
        assertDaysComeBack(1);
        assertThat(janitor.reclaim().problems()).singleElement().asString().contains("must not be deleted");
        assertDaysComeBack(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingIsDeletedWhereItIsNotKnownWhatIsNeeded(boolean deleting) throws Exception {
        backUp(0, true);
        backUp(1, false);
        ObjectKey manifest = first("manifests/");
        Tampering.with(bench.memory).flipBit(manifest, 99);
        assertThat(sweep().failures()).as("nothing is due").isEmpty();
        ObjectKey leftover = leftover();
        condemn(deleting, leftover);
        long head = head();

        assertThatThrownBy(this::sweep)
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining(manifest.value())
                .hasMessageContaining("remove the damaged snapshot first");
        assertThat(keys()).contains(leftover.value());
        assertThat(head()).isEqualTo(head);

        apply(rules -> rules.keepLast(1).grace(Duration.ZERO));
        assertThat(keys()).doesNotContain(leftover.value(), manifest.value());
        assertDaysComeBack(1);
    }

    /** What the record follows counts, not what was looked at before. */
    @Test
    void whatComesIntoTheRosterWhileASweepBeginsIsLeftAlone() throws Exception {
        backUp(0, true);
        backUp(1, true);
        List<RosterEntry> before = roster();
        apply(rules -> rules.keepLast(1).grace(Duration.ofDays(7)));
        atDay(9);
        Set<String> all = keys();
        all.removeIf(key -> key.startsWith("log/"));
        Gate gate = bench.faults.onPutIfAbsent().matching("log/").call(1).pause();
        CompletableFuture<SweepResult> sweep = CompletableFuture.supplyAsync(this::sweep);
        gate.awaitArrival();
        // Not an undo, which would take them off the list.
        forger().commit(
                        Change.snapshot(before.get(0).snapshot()),
                        on -> on.lists()
                                .withSnapshots(on.snapshotEdit().put(on.lists().snapshots(), before.get(0))));
        gate.open();

        SweepResult swept = sweep.get();
        assertThat(swept.failures())
                .hasSizeGreaterThan(3)
                .containsKey(before.get(0).manifest().value());
        assertThat(keys()).containsAll(all);
        assertDaysComeBack(0, 1);
    }

    private List<RosterEntry> roster() {
        List<RosterEntry> roster = new ArrayList<>();
        forger().state().snapshots().forEachRemaining(roster::add);
        return roster;
    }

    @Test
    void aSweepReadsEachManifestOnceAndOnlyWhereSomethingIsDue() throws Exception {
        for (int day = 0; day < 4; day++) {
            backUp(day, false);
        }
        apply(rules -> rules.keepLast(3).grace(Duration.ofDays(7)));
        bench.storage.reset();
        assertThat(sweep().deletedObjects()).isZero();
        assertThat(bench.storage.requests(Verb.OPEN, "manifests/"))
                .as("nothing is due")
                .isZero();

        atDay(20);
        bench.storage.reset();
        assertThat(sweep().deletedObjects()).isPositive();
        assertThat(bench.storage.requests(Verb.OPEN, "manifests/")).isEqualTo(3);

        bench.storage.reset();
        RetentionPlan plan = plan(rules -> rules.keepLast(2).grace(Duration.ZERO));
        assertThat(bench.storage.requests(Verb.OPEN, "manifests/")).isEqualTo(3);
        bench.storage.reset();
        try (BackupRepository repository = janitor()) {
            assertThat(repository.apply(plan).sweep().deletedObjects()).isPositive();
        }
        assertThat(bench.storage.requests(Verb.OPEN, "manifests/"))
                .as("by the removal alone")
                .isEqualTo(3);

        leftover();
        bench.storage.reset();
        new Janitor(bench.storage, bench.clock).reclaim(reclaim -> reclaim.compactBelow(0));
        assertThat(keys()).noneMatch(key -> key.contains(WRITER));
        assertThat(bench.storage.requests(Verb.OPEN, "manifests/"))
                .as("by the plan alone")
                .isEqualTo(2);
    }
}
