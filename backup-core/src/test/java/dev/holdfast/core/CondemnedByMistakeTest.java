package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.verify.Finding;
import dev.holdfast.api.verify.VerifyResult;
import dev.holdfast.core.log.Change;
import dev.holdfast.core.log.Commit;
import dev.holdfast.core.log.Condemned;
import dev.holdfast.core.log.RepositoryLog;
import dev.holdfast.core.store.ObjectCache;
import dev.holdfast.core.store.ObjectStore;
import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    private void condemn(boolean deleting, ObjectKey... objects) {
        ObjectStore store = new ObjectStore(bench.storage, ObjectCache.NONE);
        RepositoryLog log = new RepositoryLog(store, bench.clock, new Random(3));
        var head = log.requireHead();
        TreeMap<String, Optional<Condemned>> changes = new TreeMap<>();
        for (ObjectKey object : objects) {
            changes.put(
                    object.value(),
                    Optional.of(new Condemned(object, head.head().number() + 1, bench.clock.instant(), deleting)));
        }
        log.commit(
                head,
                new Commit(
                        WRITER,
                        Change.condemn(),
                        Optional.empty(),
                        Commit.Needs.NONE,
                        on -> on.lists()
                                .withCondemned(
                                        on.condemnedEdit().apply(on.lists().condemned(), changes))));
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
        assertThat(result.findings()).extracting(Finding::object).containsExactly(object.value());
        assertThat(result.findings().get(0).message()).contains("the list of condemned objects names it");
        assertThat(result.damagedSnapshots()).extracting(Object::toString).containsExactly(snapshot);
    }
}
