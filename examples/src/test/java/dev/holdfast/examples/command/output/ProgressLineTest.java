package dev.holdfast.examples.command.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.Progress;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    /** So that a terminal narrower than it says, or a name of wide characters, leaves nothing on a second line. */
    private static final String WITHOUT_WRAPPING = "\u001b[?7l";

    private static final String WRAPPING_AGAIN = "\u001b[?7h";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TerminalStream terminal = TerminalStream.over(bytes);

    @Test
    void showsAmountRateAndTimeLeft() {
        ProgressLine line = new ProgressLine(terminal, "stored", 120);

        assertThat(line.line(at(Progress.Phase.TRANSFERRING, OptionalLong.of(400 << 20))))
                .isEqualTo("100 MiB of 400 MiB, 25 %, 10 MiB/s, 30 s left, 7 MiB stored  home/jan");
        assertThat(line.line(at(Progress.Phase.TRANSFERRING, OptionalLong.empty())))
                .isEqualTo("100 MiB, 10 MiB/s, 7 MiB stored  home/jan");
        assertThat(line.line(at(Progress.Phase.PREPARING, OptionalLong.empty())))
                .isEqualTo("preparing  home/jan");
    }

    @Test
    void neverFillsTheLastColumn() {
        ProgressLine line = new ProgressLine(terminal, "stored", 30);
        assertThat(line.line(at(Progress.Phase.TRANSFERRING, OptionalLong.empty())))
                .hasSize(29);
    }

    @Test
    void leavesNothingBehind() {
        ProgressLine line = new ProgressLine(terminal, "stored", 80);
        line.progress(at(Progress.Phase.TRANSFERRING, OptionalLong.empty()));
        line.end();
        line.progress(at(Progress.Phase.FINISHING, OptionalLong.empty()));
        line.close();

        assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("home/jan" + WRAPPING_AGAIN + "\r\u001b[K");
    }

    @Test
    void otherTextComesAboveTheLine() {
        String shown = WITHOUT_WRAPPING + "100 MiB, 10 MiB/s, 7 MiB stored  home/jan" + WRAPPING_AGAIN;
        String wiped = "\r\u001b[K";
        ProgressLine line = new ProgressLine(terminal, "stored", 80);
        line.progress(at(Progress.Phase.TRANSFERRING, OptionalLong.empty()));
        terminal.print("notice: ");
        terminal.flush();
        // Nothing is drawn over half a line.
        line.progress(at(Progress.Phase.TRANSFERRING, OptionalLong.empty()));
        terminal.print("the store is slow\n");
        terminal.flush();
        line.end();
        terminal.print("done\n");
        terminal.flush();

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo(shown + wiped + "notice: the store is slow\n" + shown + wiped + "done\n");
    }

    @Test
    void aQuestionStaysVisibleUntilItIsAnswered() {
        ProgressLine line = new ProgressLine(terminal, "stored", 80);
        terminal.pause(true);
        line.progress(at(Progress.Phase.TRANSFERRING, OptionalLong.empty()));
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEmpty();

        terminal.pause(false);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("home/jan" + WRAPPING_AGAIN);
    }

    private static Progress at(Progress.Phase phase, OptionalLong total) {
        return new Progress() {
            @Override
            public Phase phase() {
                return phase;
            }

            @Override
            public long entries() {
                return 12;
            }

            @Override
            public long bytes() {
                return 100 << 20;
            }

            @Override
            public long storedBytes() {
                return 7 << 20;
            }

            @Override
            public OptionalLong totalBytes() {
                return total;
            }

            @Override
            public Duration elapsed() {
                return Duration.ofSeconds(10);
            }

            @Override
            public String current() {
                return "home/jan";
            }
        };
    }
}
