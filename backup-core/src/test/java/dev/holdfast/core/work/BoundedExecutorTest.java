package dev.holdfast.core.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class BoundedExecutorTest {

    private final List<Runnable> threads = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private boolean refuses;

    private final BoundedExecutor executor = new BoundedExecutor(
            work -> {
                if (refuses) {
                    throw new RejectedExecutionException("closed");
                }
                threads.add(work);
            },
            2);

    private void execute(String name) {
        executor.execute(() -> done.add(name));
    }

    @Test
    void whatWaitsComesInItsTurnAndNeedsNoThreadAnew() {
        execute("a");
        execute("b");
        execute("c");
        execute("d");
        assertThat(threads).hasSize(2);

        refuses = true;
        threads.get(1).run();
        assertThat(done).containsExactly("b", "c", "d");
        threads.get(0).run();
        assertThat(done).containsExactly("b", "c", "d", "a");
    }

    @Test
    void whatWasRefusedTakesNoPlace() {
        refuses = true;
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> execute("refused")).isInstanceOf(RejectedExecutionException.class);
        }

        refuses = false;
        execute("a");
        execute("b");
        execute("c");
        assertThat(threads).hasSize(2);
        threads.forEach(Runnable::run);
        assertThat(done).containsExactly("a", "c", "b");
    }
}
