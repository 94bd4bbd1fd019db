package dev.holdfast.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.core.Holdfast;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
