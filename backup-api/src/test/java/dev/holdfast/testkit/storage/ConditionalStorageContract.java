package dev.holdfast.testkit.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What a storage must do that writes under a condition, beside the {@link StorageContract}. */
public abstract class ConditionalStorageContract extends StorageContract {

    private static final ObjectKey KEY = ObjectKey.of("log/000000000001");

    @Override
    protected abstract ConditionalStorage open() throws IOException;

    private ConditionalStorage conditional() {
        return (ConditionalStorage) storage();
    }

    @Test
    void onlyTheFirstIsStoredIfAbsent() throws IOException {
        ObjectInfo stored = putIfAbsent("first").orElseThrow();

        assertThat(stored.sizeBytes()).isEqualTo(5);
        assertThat(storage().stat(KEY).orElseThrow().version()).isEqualTo(stored.version());
        assertThat(putIfAbsent("second")).isEmpty();
        assertThat(text(KEY.value())).isEqualTo("first");
    }

    @Test
    void anObjectThatWasPutIsNotAbsent() throws IOException {
        put(KEY.value(), "put");

        assertThat(putIfAbsent("other")).isEmpty();
        assertThat(text(KEY.value())).isEqualTo("put");
    }

    @Test
    void aDeletedObjectIsAbsentAgain() throws IOException {
        assertThat(putIfAbsent("first")).isPresent();
        storage().delete(List.of(KEY));

        assertThat(putIfAbsent("second")).isPresent();
        assertThat(text(KEY.value())).isEqualTo("second");
    }

    @Test
    void aBrokenBodyLeavesTheKeyFree() throws IOException {
        assertThatThrownBy(() ->
                        conditional().putIfAbsent(KEY, Bodies.breaking(Bodies.random(1, 1000), 500), ObjectKind.LOG))
                .isInstanceOf(IOException.class);

        assertThat(putIfAbsent("whole")).isPresent();
    }

    @RepeatedTest(5)
    void exactlyOneOfManyWritersWins() throws Exception {
        AtomicInteger winners = new AtomicInteger();
        AtomicReference<String> winner = new AtomicReference<>("");
        Together.run(8, thread -> {
            if (putIfAbsent("writer " + thread).isPresent()) {
                winners.incrementAndGet();
                winner.set("writer " + thread);
            }
        });

        assertThat(winners).hasValue(1);
        assertThat(text(KEY.value())).isEqualTo(winner.get());
    }

    @Test
    void whatWasSeenIsReplaced() throws IOException {
        String version = put(KEY.value(), "lease of A").version();

        ObjectInfo replaced = replace("lease of B", version).orElseThrow();
        assertThat(text(KEY.value())).isEqualTo("lease of B");
        assertThat(replaced.sizeBytes()).isEqualTo(10);
        assertThat(replaced.version()).isNotEqualTo(version);
        assertThat(storage().stat(KEY).orElseThrow().version()).isEqualTo(replaced.version());
        assertThat(replace("lease of C", replaced.version())).isPresent();
    }

    @Test
    void anObjectIsSeenWithTheVersionUnderWhichItIsReplaced() throws IOException {
        assertThat(conditional().see(KEY, 100)).isEmpty();
        put(KEY.value(), "lease of A");

        ConditionalStorage.Seen seen = conditional().see(KEY, 100).orElseThrow();
        assertThat(new String(seen.bytes(), UTF_8)).isEqualTo("lease of A");
        assertThat(replace("lease of B", seen.version())).isPresent();
        assertThat(replace("lease of C", seen.version())).isEmpty();
        assertThat(new String(conditional().see(KEY, 5).orElseThrow().bytes(), UTF_8))
                .isEqualTo("lease");
    }

    @Test
    void whatHasChangedOrGoneIsNotReplaced() throws IOException {
        String version = put(KEY.value(), "lease of A").version();
        put(KEY.value(), "lease of B");

        assertThat(replace("lease of C", version)).isEmpty();
        assertThat(text(KEY.value())).isEqualTo("lease of B");

        String seen = storage().stat(KEY).orElseThrow().version();
        storage().delete(List.of(KEY));
        assertThat(replace("lease of C", seen)).isEmpty();
        assertThat(storage().stat(KEY)).isEmpty();
    }

    @Test
    void concurrentReplacementsLoseNone() throws Exception {
        put(KEY.value(), "0 by nobody");
        Together.run(4, thread -> {
            for (int done = 0; done < 5; ) {
                String version = storage().stat(KEY).orElseThrow().version();
                int count = count(text(KEY.value()));
                if (replace(count + 1 + " by " + thread, version).isPresent()) {
                    done++;
                }
            }
        });

        assertThat(count(text(KEY.value()))).isEqualTo(20);
    }

    private static int count(String content) {
        return Integer.parseInt(content.substring(0, content.indexOf(' ')));
    }

    @Test
    void conditionsHoldBetweenTwoStorages() throws Exception {
        try (ConditionalStorage other = (ConditionalStorage) reopen()) {
            assertThat(other.putIfAbsent(KEY, Bodies.of("other"), ObjectKind.LOG))
                    .isPresent();
            assertThat(putIfAbsent("own")).isEmpty();
            String version = storage().stat(KEY).orElseThrow().version();
            assertThat(other.replace(KEY, Bodies.of("newer"), ObjectKind.LEASE, version))
                    .isPresent();
            assertThat(replace("own", version)).isEmpty();
            assertThat(text(KEY.value())).isEqualTo("newer");
        }
    }

    private Optional<ObjectInfo> putIfAbsent(String content) throws IOException {
        return conditional().putIfAbsent(KEY, Bodies.of(content), ObjectKind.LOG);
    }

    private Optional<ObjectInfo> replace(String content, String version) throws IOException {
        return conditional().replace(KEY, Bodies.of(content), ObjectKind.LEASE, version);
    }
}
