package dev.holdfast.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.verify.Finding;
import dev.holdfast.core.Holdfast;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A prefix in which others have left things. */
class ForeignObjectsTest {

    @RegisterExtension
    static final LocalS3Proxy SERVER = new LocalS3Proxy();

    @TempDir
    Path directory;

    @Test
    void foreignObjectsAndDirectoryMarkersAreNeitherReadNorTouched() throws Exception {
        Path source = SampleTree.make(directory.resolve("source"), 100_000);
        try (S3Client client = SERVER.client()) {
            String prefix = "lap top/ü+%";
            backUp(prefix, source);
            List<String> foreign = new ArrayList<>(List.of(
                    prefix + "/log/",
                    prefix + "/data/",
                    prefix + "/holiday photo.jpg",
                    prefix + "/log/read me.txt",
                    "other"));
            // More than a page of them, before and between ours.
            for (int i = 0; i < 1_010; i++) {
                foreign.add(prefix + "/catalog/a foreign object " + i);
            }
            for (String key : foreign) {
                client.putObject(
                        request -> request.bucket(LocalS3Proxy.BUCKET).key(key), RequestBody.fromString("foreign"));
            }

            SampleTree.change(source);
            backUp(prefix, source);
            try (BackupRepository repository = Holdfast.repository()
                    .storage(SERVER.storage(prefix).build())
                    .unencrypted()
                    .open()) {
                Path target = directory.resolve("restored");
                assertThat(repository.snapshots().all()).hasSize(2);
                assertThat(repository
                                .snapshots()
                                .newest()
                                .orElseThrow()
                                .restore()
                                .as(target)
                                .run()
                                .failures())
                        .isEmpty();
                assertThat(SampleTree.contents(target)).isEqualTo(SampleTree.contents(source));
                assertThat(repository.verify().data().run().findings()).isEmpty();
                assertThat(repository.status().objects()).isLessThan(100);
            }
            for (String key : foreign.subList(2, 6)) {
                assertThat(client.getObjectAsBytes(request ->
                                        request.bucket(LocalS3Proxy.BUCKET).key(key))
                                .asUtf8String())
                        .isEqualTo("foreign");
            }
        }
    }

    /** Each counts its own, and neither touches the other's. */
    @Test
    void aRepositoryInsideAnothersPrefixIsNotCountedAsItsOwn() throws Exception {
        String prefix = SERVER.freshPrefix();
        Path source = SampleTree.make(directory.resolve("source"), 1_000);
        backUp(prefix, source);
        long alone = statusObjects(prefix);
        backUp(prefix + "/inner", source);

        assertThat(statusObjects(prefix)).isEqualTo(alone);
        try (BackupRepository outer = Holdfast.repository()
                .storage(SERVER.storage(prefix).build())
                .unencrypted()
                .open()) {
            assertThat(outer.reclaim().plan().leftovers()).isEmpty();
        }
        assertThatThrownBy(() -> backUp(prefix + "/inner/data", source)).isInstanceOf(ConfigurationException.class);
    }

    private static long statusObjects(String prefix) {
        try (BackupRepository repository = Holdfast.repository()
                .storage(SERVER.storage(prefix).build())
                .unencrypted()
                .open()) {
            return repository.status().objects();
        }
    }

    /** A directory marker alone, as consoles make it, is no reason. */
    @Test
    void noRepositoryIsMadeBesideObjectsWhoseNamesAreNoKeys() throws Exception {
        String prefix = SERVER.freshPrefix();
        Path source = SampleTree.make(directory.resolve("source"), 1_000);
        try (S3Client client = SERVER.client()) {
            client.putObject(
                    request -> request.bucket(LocalS3Proxy.BUCKET).key(prefix + "/letter to you"),
                    RequestBody.fromString("foreign"));
            client.putObject(request -> request.bucket(LocalS3Proxy.BUCKET).key(prefix + "/new/"), RequestBody.empty());
        }

        assertThatThrownBy(() -> backUp(prefix, source))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("letter to you");
        backUp(prefix + "/new", source);
    }

    @Test
    void anObjectThatBecameADirectoryMarkerIsMissed() throws Exception {
        String prefix = SERVER.freshPrefix();
        backUp(prefix, SampleTree.make(directory.resolve("source"), 300_000));
        String volume = replaceByMarker(prefix + "/data/");

        try (BackupRepository repository = Holdfast.repository()
                .storage(SERVER.storage(prefix).build())
                .unencrypted()
                .open()) {
            assertThat(repository.verify().run().findings())
                    .extracting(Finding::object)
                    .containsExactly(Optional.of(volume.substring(prefix.length() + 1)));
            assertThat(repository
                            .snapshots()
                            .newest()
                            .orElseThrow()
                            .restore()
                            .as(directory.resolve("restored"))
                            .run()
                            .failures())
                    .isNotEmpty()
                    .allSatisfy(failure -> assertThat(failure.reason()).contains("is missing"));
        }
    }

    @Test
    void aRecordThatBecameADirectoryMarkerIsMissedByWhoeverRememberedIt() throws Exception {
        String prefix = SERVER.freshPrefix();
        Path source = SampleTree.make(directory.resolve("source"), 1_000);
        backUp(prefix, source);
        replaceByMarker(prefix + "/log/");

        assertThatThrownBy(() -> backUp(prefix, source))
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("was cut off");
    }

    /** Of the first object below a prefix. */
    private static String replaceByMarker(String below) {
        try (S3Client client = SERVER.client()) {
            String key = client.listObjectsV2(
                            request -> request.bucket(LocalS3Proxy.BUCKET).prefix(below))
                    .contents()
                    .get(0)
                    .key();
            client.deleteObject(request -> request.bucket(LocalS3Proxy.BUCKET).key(key));
            client.putObject(request -> request.bucket(LocalS3Proxy.BUCKET).key(key + "/"), RequestBody.empty());
            return key;
        }
    }

    private void backUp(String prefix, Path source) throws IOException {
        try (BackupRepository repository = Holdfast.repository()
                .storage(SERVER.storage(prefix).build())
                .unencrypted()
                .localState(directory.resolve("state"))
                .openOrCreate()) {
            repository.backup().source(source).run().requireComplete();
        }
    }
}
