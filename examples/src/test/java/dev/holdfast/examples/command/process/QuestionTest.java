package dev.holdfast.examples.command.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class QuestionTest {

    private final List<Thread> waiting = new ArrayList<>();
    private boolean isEnding;

    private final Question.Hooks hooks = new Question.Hooks() {
        @Override
        public void add(Thread hook) {
            requireGoingOn();
            waiting.add(hook);
        }

        @Override
        public void remove(Thread hook) {
            requireGoingOn();
            waiting.remove(hook);
        }

        private void requireGoingOn() {
            if (isEnding) {
                throw new IllegalStateException("Shutdown in progress");
            }
        }
    };

    @Test
    void whenAnsweredItLeavesNothingToDoForTheEndOfTheProcess() {
        List<Thread> whileAsking = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Question question = new Question(
                    () -> {
                        whileAsking.addAll(waiting);
                        return "secret".toCharArray();
                    },
                    hooks);
            assertThat(question.ask()).containsExactly('s', 'e', 'c', 'r', 'e', 't');
            assertThat(waiting).isEmpty();
        }
        assertThat(whileAsking).hasSize(3);
    }

    @Test
    void whereTheTerminalCannotBeReadItLeavesNothingEither() {
        Question question = new Question(
                () -> {
                    throw new IOException("torn off");
                },
                hooks);
        assertThatThrownBy(question::ask).hasRootCauseMessage("torn off");
        assertThat(waiting).isEmpty();
    }

    @Test
    void theEndOfTheProcessEndsIt() {
        CountDownLatch never = new CountDownLatch(1);
        Question question = new Question(
                () -> {
                    isEnding = true;
                    waiting.forEach(Thread::start);
                    never.await();
                    return null;
                },
                hooks);
        assertThat(question.ask()).isNull();
        assertThat(new Question(() -> "late".toCharArray(), hooks).ask()).isNull();
        never.countDown();
    }

    @Test
    void anInterruptOfWhoAsksEndsIt() {
        CountDownLatch never = new CountDownLatch(1);
        Thread asking = Thread.currentThread();
        Question question = new Question(
                () -> {
                    asking.interrupt();
                    never.await();
                    return null;
                },
                hooks);
        assertThat(question.ask()).isNull();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(waiting).isEmpty();
        never.countDown();
    }
}
