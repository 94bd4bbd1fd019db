package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.reclaim.Leftover;
import dev.holdfast.api.reclaim.ReclaimPlan;
import dev.holdfast.api.reclaim.ReclaimResult;
import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectDeletionException;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.core.store.Layout;
import dev.holdfast.testkit.storage.Tampering;
import dev.holdfast.testkit.storage.Verb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What belongs to nothing, found and deleted by somebody without a key. */
@Timeout(120)
class LeftoversTest {

    @TempDir
    private Path directory;

    private Workbench bench;
    private Janitor janitor;

    @BeforeEach
    void makeRepository() throws Exception {
        bench = new Workbench(directory);
        janitor = new Janitor(bench.storage, bench.clock);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** A backup that begins on the same machine in the same moment would be turned away. */
    @Test
    void whoLooksForALeftoverTakesNoLeaseThatIsFree() throws Exception {
        bench.write("file", 1_000, 1);
        bench.backUp();
        ObjectKey leftover = ObjectKey.of("pages/" + "ab".repeat(32));
        bench.memory.put(leftover, ObjectBody.of(new byte[1]), ObjectKind.MANIFEST);
        bench.storage.reset();
        try (BackupRepository repository = janitor.open()) {
            assertThat(repository.reclaim().plan().leftovers())
                    .extracting(Leftover::object)
                    .containsExactly(leftover.value());
        }
        assertThat(bench.storage.requests())
                .filteredOn(request -> request.name().equals("lease"))
                .isNotEmpty()
                .allMatch(request -> request.verb() == Verb.OPEN || request.verb() == Verb.STAT);
    }

    /** The list of what is condemned has a stretch again that it had once, of which the page was left over. */
    @Test
    void thePagesOfTheRecordThatCondemnsALeftoverPageAreOthers() throws Exception {
        bench.clock = Clock.fixed(Instant.now(), ZoneOffset.UTC);
        bench.write("file", 1_000, 1);
        bench.backUp();
        for (int i = 1; i <= 400; i++) {
            ObjectKey volume = ObjectKey.of("data/20200101T000000Z-0123456789ab/%08d".formatted(i));
            bench.memory.put(volume, ObjectBody.of(new byte[1]), ObjectKind.VOLUME);
        }
        Workbench other = bench.fork(directory.resolve("other"));
        new Janitor(other.storage, bench.clock).reclaim();
        try (Stream<ObjectInfo> pages = other.memory.list(Layout.PAGES, "")) {
            for (ObjectInfo page : pages.toList()) {
                byte[] bytes = other.memory.open(page.key(), ByteRange.ALL).readAllBytes();
                String text = new String(bytes, StandardCharsets.UTF_8);
                if (text.startsWith("{\"object\":\"data/") && !text.contains("deleting")) {
                    bench.memory.put(page.key(), ObjectBody.of(bytes), ObjectKind.MANIFEST);
                }
            }
        }

        ReclaimResult result = new Janitor(bench.storage, bench.clock).reclaim();
        assertThat(result.problems()).isEmpty();
        assertThat(result.deletedObjects()).isGreaterThan(400);
        try (BackupRepository repository = bench.open()) {
            assertThat(repository.verify().run().findings()).isEmpty();
        }
    }

    /** Each would have the list leave a page of its own behind. */
    @Test
    void fewPagesThatAreLeftOverWaitWhileTheListOfWhatIsCondemnedIsLong() throws Exception {
        bench.write("file", 1_000, 1);
        bench.backUp();
        leavePagesOver(0, 1_100);
        assertThat(janitor.reclaim().deletedObjects()).isGreaterThanOrEqualTo(1_100);
        leavePagesOver(1_100, 1_110);
        try (BackupRepository repository = janitor.open()) {
            assertThat(repository.reclaim().plan().leftovers()).isEmpty();
            leavePagesOver(1_110, 2_220);
            assertThat(repository.reclaim().plan().leftovers()).hasSizeGreaterThanOrEqualTo(1_120);
        }
        assertThat(janitor.reclaim().deletedObjects()).isGreaterThanOrEqualTo(1_120);
        bench.assertNewestEqualsSource();
    }

    /** Else no backup could be recorded any more, and nothing removed, for a few kilobytes that no snapshot needs. */
    @Test
    void aListOfWhatIsCondemnedOfWhichAPageIsLostIsMadeAnew() throws Exception {
        bench.write("file", 1_000, 1);
        bench.backUp();
        ObjectKey[] condemned = IntStream.range(1, 400)
                .mapToObj(i -> ObjectKey.of("data/20200101T000000Z-0123456789ab/%08d".formatted(i)))
                .toArray(ObjectKey[]::new);
        for (ObjectKey each : condemned) {
            bench.memory.put(each, ObjectBody.of(new byte[1]), ObjectKind.VOLUME);
        }
        janitor.condemn(false, condemned);
        String page = janitor.state().lists().condemned().pages().get(0).sha256();
        bench.memory.delete(List.of(ObjectKey.of("pages/" + page)));

        bench.write("file", 2_000, 2);
        assertThatThrownBy(() -> bench.backUp())
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining(page)
                .hasMessageContaining("cleanup");
        janitor.reclaim();
        bench.backUp();

        assertThat(Tampering.with(bench.memory).keys("data/20200101")).isEmpty();
        bench.assertWhole();
        bench.assertNewestEqualsSource();
    }

    private void leavePagesOver(int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            bench.memory.put(
                    Layout.page(String.format("%08d", i).repeat(8)), ObjectBody.of(new byte[1]), ObjectKind.MANIFEST);
        }
    }

    @Test
    void deletionThatIsDeniedIsSaidOnceAndWithoutATimeThatHasPassed() throws Exception {
        for (int i = 0; i < 3; i++) {
            bench.write("file", 100_000, i);
            bench.backUp();
        }
        janitor.keepNewest(1);
        ReclaimResult denied;
        try (BackupRepository repository = janitor.open()) {
            ReclaimPlan plan = repository.reclaim().compactBelow(0).plan();
            List<ObjectKey> keys = plan.leftovers().stream()
                    .map(leftover -> ObjectKey.of(leftover.object()))
                    .toList();
            bench.faults
                    .onDelete()
                    .failWith(() -> new ObjectDeletionException(
                            "refused", keys, new PermanentStorageException("access denied")));
            denied = repository.apply(plan);
            assertThat(denied.problems())
                    .containsExactly(keys.size() + " objects, such as "
                            + keys.stream().sorted().findFirst().orElseThrow()
                            + ", could not be deleted, and the next run tries again: access denied");
        }
        assertThat(denied.deletedBytes()).isZero();
        assertThat(denied.waitingObjects()).isZero();
        assertThat(denied.dueAt()).isEmpty();

        bench.faults.heal();
        assertThat(janitor.reclaim().requireComplete().problems()).isEmpty();
        assertThat(janitor.unaccounted()).isEmpty();
    }
}
