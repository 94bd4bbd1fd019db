package dev.holdfast.core.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.error.ConcurrentWriterException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.log.Change;
import dev.holdfast.core.log.Commit;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RepositoryLog;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.core.store.ObjectCache;
import dev.holdfast.core.store.ObjectStore;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is not found is damage only where nobody has changed the repository. */
class OptimisticReadTest {

    private static final String WRITER = "20261123T081500Z-0123456789ab";

    private final ObjectStore store = new ObjectStore(MemoryStorage.create(), ObjectCache.NONE);
    private final RepositoryLog log = new RepositoryLog(store, Clock.systemUTC(), new Random(1));
    private final CommittedState first = log.create(WRITER);
    private final OptimisticRead reading = new OptimisticRead(log::requireHead, store);
    private final AtomicInteger tries = new AtomicInteger();

    private void othersCommit() {
        log.commit(
                log.requireHead(),
                new Commit(WRITER, Change.condemn(), Optional.empty(), Commit.Needs.NONE, CommittedState::lists));
    }

    @Test
    void whatIsMissingWhereNothingChangedIsDamage() {
        assertThatThrownBy(() -> reading.read(state -> {
                    tries.incrementAndGet();
                    throw new IntegrityException("missing");
                }))
                .isInstanceOf(IntegrityException.class)
                .hasMessage("missing");
        assertThat(tries).hasValue(1);
        String doubtful = reading.read(state -> "found", result -> true);
        assertThat(doubtful).isEqualTo("found");
    }

    @Test
    void whatOthersHaveRemovedIsLookedForInTheNewerState() {
        othersCommit();
        long found = reading.from(first, state -> {
            if (state.head().equals(first.head())) {
                throw new IntegrityException("missing");
            }
            return state.head().number();
        });
        assertThat(found).isEqualTo(2);

        long sure = reading.read(
                state -> {
                    if (tries.incrementAndGet() < 3) {
                        othersCommit();
                    }
                    return state.head().number();
                },
                result -> true);
        assertThat(sure).isEqualTo(4);
    }

    @Test
    void aRepositoryThatNeverRestsEndsTheRead() {
        assertThatThrownBy(() -> reading.read(state -> {
                    tries.incrementAndGet();
                    othersCommit();
                    throw new IntegrityException("missing");
                }))
                .isInstanceOf(ConcurrentWriterException.class)
                .hasMessageContaining("try again");
        assertThat(tries).hasValue(5);
    }
}
