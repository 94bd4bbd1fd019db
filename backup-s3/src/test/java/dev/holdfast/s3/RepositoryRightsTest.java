package dev.holdfast.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.SnapshotEntry;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.core.Holdfast;
import dev.holdfast.core.RepositoryBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The life of a repository under each of the three documented policies: what else is asked for is refused and recorded.
 */
class RepositoryRightsTest {

    private static final Pattern ACTION = Pattern.compile("\"(s3:[A-Za-z]+)\"");
    private static final Map<String, Set<String>> OPERATIONS = Map.of(
            "s3:ListBucket", Set.of("ListObjectsV2"),
            "s3:GetObject", Set.of("GetObject", "HeadObject"),
            "s3:PutObject", OperationGuard.WRITE,
            "s3:DeleteObject", OperationGuard.DELETE,
            "s3:RestoreObject", Set.of("RestoreObject"));

    @RegisterExtension
    static final LocalS3Proxy SERVER = new LocalS3Proxy();

    @TempDir
    Path directory;

    private String prefix;
    private Path source;
    private int restores;

    @BeforeEach
    void prepare() throws IOException {
        prefix = SERVER.freshPrefix();
        source = SampleTree.make(directory.resolve("source"), 6 << 20);
    }

    @Test
    void theFullPolicyIsEnoughForAllOfIt() throws IOException {
        OperationGuard guard = policy("Everything");
        backUp(guard);
        SampleTree.change(source);
        backUp(guard);
        readAll(guard);
        try (BackupRepository repository = repository(guard).open()) {
            repository.backup().source(source).full().run().requireComplete();
            repository.apply(
                    repository.retention().keepLast(1).grace(Duration.ZERO).plan());
            repository.sweep();
            assertThat(repository.snapshots().all()).hasSize(1);
        }
        readAll(guard);

        assertThat(guard.refused()).isEmpty();
        assertThat(guard.take()).contains("DeleteObjects");
    }

    /** With checkpoints in each run, so that there are partial states that it would like to be rid of. */
    @Test
    void withoutTheRightToDeleteBackupsGoOnForEver() throws IOException {
        OperationGuard guard = policy("Without deleting");
        for (int i = 0; i < 5; i++) {
            Files.writeString(source.resolve("new" + i), "content " + i);
            backUp(guard);
        }
        readAll(guard);

        assertThat(guard.refused()).isEmpty();
        try (BackupRepository repository = repository(guard).open()) {
            assertThat(repository.snapshots().all()).hasSize(5);
            assertThat(repository.status().partials()).as("superseded").isEmpty();
        }
    }

    @Test
    void readersOnlyListAndGet() throws IOException {
        backUp(policy("Without deleting"));
        OperationGuard guard = policy("Reading");
        readAll(guard);

        assertThat(guard.refused()).isEmpty();
        assertThat(Set.copyOf(guard.take())).containsExactlyInAnyOrder("ListObjectsV2", "GetObject");
    }

    @Test
    void aBackupByAReaderSaysWhichRightIsMissing() {
        backUp(policy("Without deleting"));
        assertThatThrownBy(() -> backUp(policy("Reading")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("access denied")
                .hasMessageContaining("s3:PutObject on arn:aws:s3:::" + LocalS3Proxy.BUCKET + "/" + prefix);
    }

    private void backUp(OperationGuard guard) {
        try (BackupRepository repository = repository(guard)
                .volumeSize(1 << 20)
                .checkpointInterval(Duration.ZERO)
                .localState(directory.resolve("state"))
                .openOrCreate()) {
            repository.backup().source(source).run().requireComplete();
        }
    }

    /** Lists, reads, restores, plans, verifies and describes, with an empty disk. */
    private void readAll(OperationGuard guard) throws IOException {
        try (BackupRepository repository = repository(guard).open()) {
            Snapshot newest = repository.snapshots().newest().orElseThrow();
            try (Stream<SnapshotEntry> entries = newest.entries();
                    InputStream nothing = newest.open("nothing")) {
                assertThat(entries.count()).isGreaterThan(40);
                assertThat(nothing.read()).isNegative();
            }
            Path target = directory.resolve("restored" + restores++);
            assertThat(newest.restore().plan().files()).isPositive();
            assertThat(newest.restore().as(target).run().failures()).isEmpty();
            assertThat(SampleTree.contents(target)).isEqualTo(SampleTree.contents(source));
            assertThat(repository.verify().data().compare(source).run().findings())
                    .isEmpty();
            assertThat(repository.status().damagedObjects()).isEmpty();
        }
    }

    private RepositoryBuilder repository(OperationGuard guard) {
        return Holdfast.repository()
                .storage(SERVER.storage(prefix).interceptor(guard).build())
                .unencrypted();
    }

    /** What the document's policy under this title allows. */
    private static OperationGuard policy(String title) {
        String document;
        try {
            document = Files.readString(Path.of("../docs/s3.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int start = document.indexOf("```json", document.indexOf("**" + title));
        String json = document.substring(start, document.indexOf("```", start + 3));
        Set<String> operations = new HashSet<>();
        for (Matcher action = ACTION.matcher(json); action.find(); ) {
            operations.addAll(OPERATIONS.get(action.group(1)));
        }
        assertThat(operations).contains("ListObjectsV2", "GetObject");
        return new OperationGuard(operations);
    }
}
