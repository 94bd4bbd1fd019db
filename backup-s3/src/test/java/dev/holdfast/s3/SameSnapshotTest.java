package dev.holdfast.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.adobe.testing.s3mock.junit5.S3MockExtension;
import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.SnapshotEntry;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.core.Holdfast;
import dev.holdfast.core.storage.DirectoryStorage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A repository in a bucket holds what the same one in a directory holds. */
class SameSnapshotTest {

    @RegisterExtension
    static final S3MockExtension MOCK = S3MockExtension.builder()
            .silent()
            .withSecureConnection(false)
            .withInitialBuckets("backups")
            .build();

    @RegisterExtension
    static final LocalS3Proxy PROXY = new LocalS3Proxy();

    @TempDir
    Path directory;

    @Test
    void theSameWorkloadGivesTheSameSnapshotsOverS3AsOverADirectory() throws Exception {
        Path source = SampleTree.make(directory.resolve("source"), 5 << 20);
        Path directoryStore = directory.resolve("store");
        List<Supplier<Storage>> stores = List.of(
                () -> DirectoryStorage.at(directoryStore),
                () -> PROXY.storage("laptop").build(),
                SameSnapshotTest::mock);
        for (int i = 0; i < stores.size(); i++) {
            backUp(stores.get(i), i, source);
        }
        SampleTree.change(source);
        for (int i = 0; i < stores.size(); i++) {
            backUp(stores.get(i), i, source);
        }
        List<List<String>> overDirectory = snapshots(stores.get(0));
        assertThat(overDirectory).hasSize(2).doesNotHaveDuplicates();
        assertThat(snapshots(stores.get(1))).isEqualTo(overDirectory);
        assertThat(snapshots(stores.get(2))).isEqualTo(overDirectory);
        for (int i = 0; i < stores.size(); i++) {
            Path target = directory.resolve("restored" + i);
            restore(stores.get(i), target);
            assertThat(SampleTree.contents(target)).isEqualTo(SampleTree.contents(source));
        }
    }

    private static Storage mock() {
        return S3Storage.builder()
                .endpoint(URI.create("http://localhost:" + MOCK.getHttpPort()))
                .region("us-east-1")
                .pathStyle()
                .credentials("any", "any")
                .bucket("backups")
                .prefix("lap top/ü")
                .build();
    }

    private void backUp(Supplier<Storage> store, int number, Path source) {
        try (BackupRepository repository = Holdfast.repository()
                .storage(store.get())
                .unencrypted()
                .volumeSize(1 << 20)
                .localState(directory.resolve("state" + number))
                .openOrCreate()) {
            repository.backup().source(source).run().requireComplete();
        }
    }

    private static List<List<String>> snapshots(Supplier<Storage> store) throws IOException {
        try (BackupRepository repository =
                Holdfast.repository().storage(store.get()).unencrypted().open()) {
            List<List<String>> all = new ArrayList<>();
            for (Snapshot snapshot : repository.snapshots().all()) {
                all.add(entries(snapshot));
            }
            return all;
        }
    }

    private static List<String> entries(Snapshot snapshot) throws IOException {
        try (Stream<SnapshotEntry> entries = snapshot.entries();
                InputStream large = snapshot.open("large.bin");
                InputStream small = snapshot.open("notes/year 1/ü1.txt")) {
            List<String> described =
                    new ArrayList<>(entries.map(SameSnapshotTest::describe).toList());
            described.add(new String(large.readAllBytes(), StandardCharsets.ISO_8859_1));
            described.add(new String(small.readAllBytes(), StandardCharsets.UTF_8));
            return described;
        }
    }

    private static String describe(SnapshotEntry entry) {
        return entry.path() + " " + entry.type() + " " + entry.sizeBytes() + " " + entry.mode() + " " + entry.userId()
                + " " + entry.modified() + " " + entry.linkTarget().map(String::new) + " " + entry.failed();
    }

    private static void restore(Supplier<Storage> store, Path target) {
        try (BackupRepository repository =
                Holdfast.repository().storage(store.get()).unencrypted().open()) {
            assertThat(repository
                            .snapshots()
                            .newest()
                            .orElseThrow()
                            .restore()
                            .into(target)
                            .run()
                            .failures())
                    .isEmpty();
        }
    }
}
