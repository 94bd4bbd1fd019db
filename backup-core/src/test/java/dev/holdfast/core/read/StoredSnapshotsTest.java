package dev.holdfast.core.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.Snapshots;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.list.ListPage;
import dev.holdfast.core.log.Change;
import dev.holdfast.core.log.Commit;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.store.Layout;
import dev.holdfast.core.testing.TestRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredSnapshotsTest {

    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");
    private static final int COUNT = 300;

    @TempDir
    Path directory;

    private static RosterEntry entry(int number) {
        SnapshotId id = SnapshotId.of(String.format(Locale.ROOT, "20261123T080000Z-%012x", number));
        return new RosterEntry(
                id,
                Layout.manifest(id.value(), 1),
                "ab".repeat(32),
                1000,
                id,
                SnapshotKind.FULL,
                START.plusSeconds(number),
                false,
                false);
    }

    private static Instant at(int number) {
        return START.plusSeconds(number);
    }

    /** Else a few damaged kilobytes would keep everything from being restored. */
    @Test
    void aDamagedPageOfTheRosterHidesNoSnapshotThatItDoesNotHold() throws IOException {
        try (TestRepository repository = new TestRepository(directory)) {
            TreeMap<String, Optional<RosterEntry>> entries = new TreeMap<>();
            for (int i = 1; i <= COUNT; i++) {
                entries.put(entry(i).snapshot().value(), Optional.of(entry(i)));
            }
            repository
                    .log()
                    .commit(
                            repository.log().create("20261123T000000Z-000000000000"),
                            new Commit(
                                    "20261123T000000Z-000000000000",
                                    Change.condemn(),
                                    Optional.empty(),
                                    Commit.Needs.NONE,
                                    on -> on.lists()
                                            .withSnapshots(on.snapshotEdit()
                                                    .apply(on.lists().snapshots(), entries))));
            List<ListPage> pages = repository.state().lists().snapshots().pages();
            assertThat(pages).hasSizeGreaterThan(2);
            int from = (int) pages.get(0).count() + 1;
            int to = (int) (from + pages.get(1).count() - 1);
            repository.storage().delete(List.of(Layout.page(pages.get(1).sha256())));

            Snapshots snapshots = repository.snapshots();
            assertThat(snapshots.newest().orElseThrow().id())
                    .isEqualTo(entry(COUNT).snapshot());
            assertThat(snapshots.asOf(at(to + 1)).id()).isEqualTo(entry(to + 1).snapshot());
            assertThat(snapshots.byId(entry(1).snapshot()).time()).isEqualTo(at(1));
            for (Instant unknown : List.of(at(to), at(from), at(from - 1))) {
                assertThatThrownBy(() -> snapshots.asOf(unknown)).isInstanceOf(IntegrityException.class);
            }
            assertThatThrownBy(() -> snapshots.byId(entry(from).snapshot())).isInstanceOf(IntegrityException.class);
            assertThatThrownBy(snapshots::all)
                    .isInstanceOf(IntegrityException.class)
                    .hasMessageContaining(pages.get(1).sha256())
                    .hasMessageContaining("by its whole id");
        }
    }
}
