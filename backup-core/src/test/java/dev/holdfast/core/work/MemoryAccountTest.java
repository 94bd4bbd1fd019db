package dev.holdfast.core.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.error.CancelledException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MemoryAccountTest {

    @Test
    @Timeout(60)
    void neverLendsMoreThanTheBudgetAndServesEveryone() throws Exception {
        MemoryAccount account = new MemoryAccount(100_000);
        AtomicLong held = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                Random random = new Random(t);
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        int bytes = 1 + random.nextInt(90_000);
                        account.take(bytes);
                        assertThat(held.addAndGet(bytes)).isLessThanOrEqualTo(100_000);
                        held.addAndGet(-bytes);
                        account.giveBack(bytes);
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(account.peakBytes()).isBetween(1L, 100_000L);
        assertThat(account.tryTake(97 * 1024)).isTrue();
    }

    @Test
    @Timeout(60)
    void refusesWhatItCanNeverLendInsteadOfWaiting() {
        assertThatThrownBy(() -> new MemoryAccount(4_096).take(4_097)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MemoryAccount(1_500).take(1_500)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new MemoryAccount(4_096).tryTake(4_097)).isFalse();
    }

    @Test
    @Timeout(60)
    void anInterruptEndsTheWait() throws Exception {
        MemoryAccount account = new MemoryAccount(4_096);
        account.take(4_096);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> account.take(1)).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        account.giveBack(4_096);
        account.take(4_096);
        assertThat(account.peakBytes()).isEqualTo(4_096);
    }

    @Test
    @Timeout(60)
    void whoWaitsOnInSpiteOfAnInterruptTellsOfIt() {
        List<MemoryAccount> account = new ArrayList<>();
        AtomicLong told = new AtomicLong();
        account.add(new MemoryAccount(4_096, () -> {
            told.incrementAndGet();
            account.get(0).giveBack(4_096);
        }));
        account.get(0).take(4_096);
        Thread.currentThread().interrupt();
        account.get(0).takeUninterruptibly(4_096);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(told).hasValue(1);
        assertThat(account.get(0).tryTake(1)).isFalse();
    }
}
