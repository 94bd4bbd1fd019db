package dev.holdfast.core.log;

import static dev.holdfast.core.log.LogSamples.NOW;
import static dev.holdfast.core.log.LogSamples.WRITER;
import static dev.holdfast.core.log.LogSamples.add;
import static dev.holdfast.core.log.LogSamples.entry;
import static dev.holdfast.core.log.LogSamples.id;
import static dev.holdfast.core.log.LogSamples.log;
import static dev.holdfast.core.log.LogSamples.roster;
import static dev.holdfast.core.log.LogSamples.snapshots;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.FormatException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.model.Head;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.core.store.Layout;
import dev.holdfast.testkit.storage.CountingStorage;
import dev.holdfast.testkit.storage.FaultyStorage;
import dev.holdfast.testkit.storage.Tampering;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the log says, and how it is told when it was damaged, cut or replaced. */
class RepositoryLogTest {
    private static final String IF_MEANT = "delete /state";

    private final MemoryStorage memory = MemoryStorage.create();
    private final FaultyStorage storage = FaultyStorage.over(memory);
    private final RepositoryLog log = log(storage, NOW, 1);

    @Test
    void snapshotsStandInTheRosterOfTheHead() {
        assertThat(log.head()).isEmpty();
        assertThatThrownBy(log::requireHead).isInstanceOf(NotFoundException.class);
        CommittedState state = log.create(WRITER);
        state = log.commit(state, add(1, false));
        state = log.commit(state, add(2, true));
        assertThat(state.partial()).map(RosterEntry::snapshot).contains(id(2));
        assertThat(state.newest()).map(RosterEntry::snapshot).contains(id(1));
        state = log.commit(state, add(3, true));
        assertThat(snapshots(state)).containsExactly(id(1), id(3));
        state = log.commit(state, add(4, false));
        CommittedState head = log.requireHead();
        assertThat(head.head())
                .isEqualTo(state.head())
                .isEqualTo(new Head(5, state.head().sha256()));
        assertThat(head.record()).isEqualTo(state.record());
        assertThat(snapshots(head)).containsExactly(id(1), id(4));
        assertThat(head.snapshot(id(4))).contains(entry(4, false));
        assertThat(head.repository()).isEqualTo(log.requireHead().repository()).hasSize(32);
    }

    @Test
    void openingAndCommittingTakesFewRequestsWhateverTheNumberOfSnapshots() {
        CommittedState state = log.create(WRITER);
        TreeMap<String, Optional<RosterEntry>> changes = new TreeMap<>();
        for (int i = 1; i <= 10_000; i++) {
            changes.put(id(i).value(), Optional.of(entry(i, false)));
        }
        log.commit(state, roster(changes));
        CountingStorage counting = CountingStorage.over(memory);
        RepositoryLog fresh = log(counting, NOW, 2);
        CommittedState head = fresh.requireHead();
        assertThat(counting.requests()).hasSize(2);
        assertThat(head.newest()).map(RosterEntry::snapshot).contains(id(10_000));
        fresh.commit(head, Commit.add(entry(10_001, false), Optional.of(id(10_000)), Commit.Needs.NONE));
        assertThat(counting.requests().size()).isLessThanOrEqualTo(7);
        assertThat(fresh.requireHead().lists().snapshots().count()).isEqualTo(10_001);
    }

    @Test
    void aRepositoryIsCreatedOnce() {
        log.create(WRITER);
        assertThatThrownBy(() -> log(storage, NOW, 2).create(WRITER)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void foreignKeysBesideTheRecordsAreIgnored() throws IOException {
        Tampering tampering = Tampering.with(memory);
        for (String foreign :
                List.of("log/0", "log/README", "log/000000000000x", "log/00000000000a", "log/000000000000/x")) {
            tampering.overwrite(ObjectKey.of(foreign), new byte[] {1});
        }
        assertThat(log.head()).isEmpty();
        CommittedState state = log.create(WRITER);
        assertThat(log.requireHead().head()).isEqualTo(state.head());
    }

    @Test
    void foreignNewerAndCorruptRecordsAreThreeErrors() throws IOException {
        log.create(WRITER);
        ObjectKey key = Layout.record(1);
        Tampering tampering = Tampering.with(memory);
        String good = new String(tampering.bytes(key), StandardCharsets.UTF_8);
        overwrite(key, good.replace("\"version\":1", "\"version\":9"));
        assertThatThrownBy(log::head).isInstanceOf(FormatException.class).hasMessageContaining("record 1");
        overwrite(key, "hello");
        assertThatThrownBy(log::head).isInstanceOf(ConfigurationException.class).hasMessageContaining("record 1");
        for (String zeros : List.of("", "\0\0")) {
            overwrite(key, zeros);
            assertThatThrownBy(log::head)
                    .isInstanceOf(IntegrityException.class)
                    .hasMessageContainingAll("record 1", "another copy");
        }
        overwrite(key, good.substring(0, good.length() - 20));
        assertThatThrownBy(log::head).isInstanceOf(IntegrityException.class).hasMessageContaining("record 1");
        overwrite(key, good.replace("\"number\":1", "\"number\":2,\"previous\":\"" + "ab".repeat(32) + "\""));
        assertThatThrownBy(log::head).isInstanceOf(IntegrityException.class).hasMessageContaining("record 2");
        overwrite(key, good.replace("\"moves\":", "\"x\":"));
        assertThatThrownBy(log::head).isInstanceOf(IntegrityException.class).hasMessageContaining("moves");
    }

    private void overwrite(ObjectKey key, String text) throws IOException {
        Tampering.with(memory).overwrite(key, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aDamagedHeadSaysHowTheOneBeforeItIsReached() throws IOException {
        CommittedState before = log.commit(log.create(WRITER), add(1, false));
        ObjectKey head = Layout.record(log.commit(before, add(2, false)).head().number());
        Tampering.with(memory).truncate(head, 100);
        assertThatThrownBy(log::requireHead)
                .isInstanceOf(IntegrityException.class)
                .hasMessageContainingAll(head.value(), "another copy", "delete it");
        memory.delete(List.of(head));
        assertThat(log.requireHead().head()).isEqualTo(before.head());
    }

    @Test
    void aLogThatWasCutOffOrRewrittenIsNoticed() throws IOException {
        CommittedState first = log.commit(log.create(WRITER), add(1, false));
        CommittedState second = log.commit(first, add(2, false));
        CommittedState third = log.commit(second, add(3, false));
        assertThat(log.verify(third, third.head(), IF_MEANT)).isTrue();
        assertThat(log.verify(third, first.head(), IF_MEANT)).isTrue();
        assertThatThrownBy(() -> log.verify(second, third.head(), IF_MEANT))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContainingAll("cut off", IF_MEANT);
        Head forged = new Head(2, "00".repeat(32));
        assertThatThrownBy(() -> log.verify(third, forged, IF_MEANT))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("rewritten");
        memory.delete(List.of(Layout.record(1), Layout.record(2)));
        assertThat(log.verify(third, new Head(1, "ab".repeat(32)), IF_MEANT)).isFalse();
        memory.delete(List.of(Layout.record(4)));
        CommittedState other = log.commit(second, add(7, false));
        assertThatThrownBy(() -> log.verify(other, third.head(), IF_MEANT)).isInstanceOf(IntegrityException.class);
    }

    @Test
    void aRecordThatDoesNotFollowTheOneThatIsKnownIsNoticed() throws IOException {
        CommittedState first = log.create(WRITER);
        CommittedState second = log.commit(first, add(1, false));
        String good = new String(Tampering.with(memory).bytes(Layout.record(2)), StandardCharsets.UTF_8);
        memory.delete(List.of(Layout.record(2)));
        log.commit(log.commit(first, add(2, false)), add(3, false));
        assertThatThrownBy(() -> log.newest(second))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("does not follow record 2");
        assertThatThrownBy(() -> log.commit(second, add(4, false)))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("does not follow record 2");
        overwrite(Layout.record(2), good.replace(first.repository(), "ab".repeat(16)));
        assertThatThrownBy(() -> log.newest(first))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("does not follow record 1");
    }

    @Test
    void aDamagedRecordBehindTheHeadIsAsGoodAsADeletedOne() throws IOException {
        CommittedState first = log.commit(log.create(WRITER), add(1, false));
        CommittedState third = log.commit(log.commit(first, add(2, false)), add(3, false));
        Tampering.with(memory).truncate(Layout.record(3), 100);
        assertThat(log.verify(third, first.head(), IF_MEANT)).isFalse();
        for (String other : List.of("", "no record", "\0\0\0")) {
            overwrite(Layout.record(2), other);
            assertThat(log.verify(third, first.head(), IF_MEANT)).isFalse();
        }
    }

    @Test
    void aReplacedRecordInTheChainIsNoticed() throws IOException {
        CommittedState first = log.commit(log.create(WRITER), add(1, false));
        CommittedState third = log.commit(log.commit(first, add(2, false)), add(3, false));
        Tampering tampering = Tampering.with(memory);
        String middle = new String(tampering.bytes(Layout.record(3)), StandardCharsets.UTF_8);
        tampering.overwrite(
                Layout.record(3),
                middle.replace("signed", "zigned")
                        .replace("full", "full ")
                        .replace("full ", "incremental")
                        .getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> log.verify(third, first.head(), IF_MEANT))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContainingAll(Layout.record(3).value(), "another copy", "delete it");
        memory.delete(List.of(Layout.record(3)));
        assertThat(log.verify(third, first.head(), IF_MEANT)).isFalse();
    }
}
