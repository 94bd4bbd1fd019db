package dev.holdfast.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts that back up into one place by mistake, with nothing but a public key. */
class SharedPlaceTest {

    @TempDir
    private Path directory;

    private Shell shell;

    @BeforeEach
    void makeSources() {
        shell = new Shell(directory);
        shell.write("a/notes.txt", "of a");
        shell.write("b/letters.txt", "of b");
    }

    private void backUp(String host) {
        assertThat(shell.run("backup --encrypt-key @public.asc --hostname " + host + " --archive-dir @state-" + host
                        + " @" + host + " @@repo"))
                .isZero();
    }

    @Test
    void whoeverFindsTheSnapshotOfAnotherBesideHisOwnIsToldSoAndWhatItCosts() {
        backUp("a");
        backUp("b");
        assertThat(shell.err())
                .hasLineCount(1)
                .contains("Either that state was lost, then the next run continues this one; or another host");

        for (String host : new String[] {"a", "b"}) {
            backUp(host);
            assertThat(shell.out()).startsWith("Full snapshot ");
            assertThat(shell.err())
                    .hasLineCount(1)
                    .contains("an earlier run of this host, so another host or user backs up to this place too")
                    .contains("stores all of its files again", "Give each its own place")
                    .doesNotContain("was lost");
        }
    }

    @Test
    void aLostStateIsContinuedByTheNextRunAsTheNoticeSays() {
        backUp("a");
        String again = "backup --encrypt-key @public.asc --hostname a --archive-dir @new-state @a @@repo";

        assertThat(shell.run(again)).isZero();
        assertThat(shell.err()).contains("was lost");
        assertThat(shell.run(again)).isZero();
        assertThat(shell.out()).startsWith("Incremental snapshot ");
        assertThat(shell.err()).isEmpty();
    }
}
