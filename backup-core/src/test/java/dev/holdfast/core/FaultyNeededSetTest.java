package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.verify.Finding;
import dev.holdfast.core.bytes.Sha256;
import dev.holdfast.core.log.Change;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.store.Layout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot whose needed-set names less than its catalog refers to, as a faulty writer leaves it. */
@Timeout(120)
class FaultyNeededSetTest {

    @TempDir
    private Path directory;

    private Workbench bench;

    @BeforeEach
    void makeSource() throws Exception {
        bench = new Workbench(directory);
        // Too large to be read again only because its blocks count as not needed.
        bench.write("z-large", 1_500_000, 1);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** Takes a run's volumes of content out of the needed-set of the last of the roster. */
    private void forgetContent(SnapshotId run) throws Exception {
        Janitor forger = new Janitor(bench.memory, bench.clock);
        RosterEntry entry = forger.state().last().orElseThrow();
        String manifest =
                new String(bench.memory.open(entry.manifest(), ByteRange.ALL).readAllBytes(), StandardCharsets.UTF_8);
        byte[] forged = manifest.replaceAll("\\{\"volume\":\"data/" + run + "[^{}]*\\{[^{}]*}},?", "")
                .replace("},]", "}]")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(forged.length).isLessThan(manifest.length());
        RosterEntry other = new RosterEntry(
                entry.snapshot(),
                Layout.manifest(entry.snapshot().value(), 99),
                Sha256.hex(forged),
                forged.length,
                entry.chain(),
                entry.kind(),
                entry.time(),
                entry.partial(),
                false);
        bench.memory.put(other.manifest(), ObjectBody.of(forged), ObjectKind.MANIFEST);
        forger.commit(
                Change.condemn(),
                on -> on.lists().withSnapshots(on.snapshotEdit().put(on.lists().snapshots(), other)));
    }

    @Test
    void aBackupThatContinuesItSaysWhatHelps() throws Exception {
        forgetContent(bench.backUp().snapshot().id());

        assertThatThrownBy(bench::backUp)
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("make a full backup");
        try (BackupRepository repository = bench.open()) {
            repository.backup().source(bench.source).full().run();
        }
        bench.assertNewestEqualsSource();
    }

    /** The run that continues it would end so as well. */
    @Test
    void whatIsNeededBehindTheFrontierOfAnUnfinishedStateIsLookedUp() throws Exception {
        SnapshotId base = bench.backUp().snapshot().id();
        bench.write("a-large", 1_500_000, 2);
        bench.checkpoints = Duration.ZERO;
        bench.faults.onPutIfAbsent().matching("log/").from(2).failPermanently();
        assertThatThrownBy(bench::backUp).isInstanceOf(StorageException.class);
        bench.die();
        bench.assertWhole();
        forgetContent(base);

        try (BackupRepository repository = bench.open()) {
            assertThat(repository.verify().data().run().findings())
                    .singleElement()
                    .extracting(Finding::message)
                    .asString()
                    .contains("its needed-set does not name", "data/" + base);
        }
        assertThatThrownBy(bench::backUp).isInstanceOf(IntegrityException.class);
    }
}
