package dev.holdfast.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.backup.BackupResult;
import dev.holdfast.api.cipher.Ability;
import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Opener;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.cipher.Sealer;
import dev.holdfast.api.error.KeyException;
import dev.holdfast.api.model.Notice;
import dev.holdfast.core.cipher.NullCipher;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cache that is wrong counts as absent, also on a host that has no key to read the catalog again. */
@Timeout(60)
class DamagedLocalStateTest {

    @TempDir
    private Path directory;

    private Workbench bench;

    @BeforeEach
    void backUp() throws Exception {
        bench = new Workbench(directory);
        bench.cipher = new SealOnly();
        bench.backUp();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aDamagedPageOfTheListingBeginsANewChain() throws Exception {
        assertThat(bench.backUp().snapshot().kind()).isEqualTo(SnapshotKind.INCREMENTAL);
        for (Path copy : copies()) {
            byte[] bytes = Files.readAllBytes(copy);
            bytes[0] ^= 1;
            Files.write(copy, bytes);
        }
        assertNewChain();
    }

    @Test
    void aCopyThatIsCutShortBeginsANewChain() throws Exception {
        for (Path copy : copies()) {
            byte[] bytes = Files.readAllBytes(copy);
            Files.write(copy, Arrays.copyOf(bytes, bytes.length / 2));
        }
        assertNewChain();
    }

    private void assertNewChain() throws Exception {
        BackupResult result = bench.backUp();
        assertThat(result.snapshot().kind()).isEqualTo(SnapshotKind.FULL);
        assertThat(result.notices()).extracting(Notice::kind).contains(Notice.Kind.NEW_CHAIN);
        assertThat(bench.backUp().snapshot().kind()).isEqualTo(SnapshotKind.INCREMENTAL);
        bench.cipher = new NullCipher();
        bench.assertNewestEqualsSource();
    }

    private List<Path> copies() throws Exception {
        try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
            return files.filter(file -> file.getParent().getParent().endsWith("catalog"))
                    .toList();
        }
    }

    /** Opens nothing. */
    private static final class SealOnly implements ContentCipher {

        private final ContentCipher cipher = new NullCipher();

        @Override
        public String name() {
            return cipher.name();
        }

        @Override
        public Sealer sealer(Purpose purpose) {
            return cipher.sealer(purpose);
        }

        @Override
        public Opener opener() {
            return new Opener() {
                @Override
                public Ability ability(ByteBuffer head) {
                    return new Ability(false, List.of());
                }

                @Override
                public void open(ByteBuffer sealed, ByteBuffer plain) {
                    throw new KeyException("no key here");
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public boolean opensWhatItSeals() {
            return false;
        }

        @Override
        public List<String> notices(Instant now) {
            return List.of();
        }

        @Override
        public void close() {}
    }
}
