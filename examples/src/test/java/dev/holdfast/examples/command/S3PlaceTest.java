package dev.holdfast.examples.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.NotFoundException;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.core.Holdfast;
import dev.holdfast.core.RepositoryBuilder;
import dev.holdfast.core.storage.MemoryStorage;
import dev.holdfast.examples.s3server.S3Server;
import dev.holdfast.testkit.storage.Bodies;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A prefix where no repository is: nothing is made of it by reading, and nothing of others is touched by writing. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class S3PlaceTest {

    private static final String URL = "s3://" + S3Server.BUCKET + "/laptop";

    @TempDir
    Path directory;

    private final MemoryStorage stored = MemoryStorage.create();
    private S3Server s3;
    private Shell shell;

    @BeforeEach
    void start() throws IOException {
        s3 = S3Server.over(stored);
        shell = new Shell(directory);
        shell.write("source/notes.txt", "content");
        System.setProperty("aws.accessKeyId", "id");
        System.setProperty("aws.secretAccessKey", "secret");
    }

    @AfterEach
    void stop() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        s3.close();
    }

    private int run(String command) {
        return shell.run(command + " --s3-path-style --s3-region-name us-east-1 --s3-endpoint-url " + s3.endpoint());
    }

    private RepositoryBuilder repository() {
        Map<String, String> options =
                Map.of("endpoint", s3.endpoint().toString(), "pathStyle", "true", "region", "us-east-1");
        return Holdfast.repository().storage(URI.create(URL), options).unencrypted();
    }

    private long objects() throws IOException {
        try (Stream<ObjectInfo> found = stored.list("", "")) {
            return found.count();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "restore --no-encryption " + URL + " @dest",
                "list --no-encryption " + URL,
                "verify " + URL,
                "collection-status " + URL
            })
    void readingWhereNothingIsEndsWith3AndMakesNothing(String command) throws IOException {
        assertThat(run(command)).isEqualTo(3);
        assertThat(shell.err()).startsWith("holdfast: ").hasLineCount(1).contains(URL);
        assertThat(shell.path("dest")).doesNotExist();
        assertThat(objects()).isZero();
    }

    @Test
    void openingWhereNothingIsMakesNothing() throws IOException {
        assertThatThrownBy(() -> repository().open()).isInstanceOf(NotFoundException.class);
        assertThat(objects()).isZero();
    }

    @Test
    void aPrefixWithOtherThingsIsLeftAlone() throws IOException {
        stored.put(ObjectKey.of("laptop/letter.txt"), Bodies.of("Dear reader"), ObjectKind.VOLUME);

        assertThat(run("backup --no-encryption @source " + URL)).isEqualTo(2);
        assertThat(shell.err()).hasLineCount(1).contains("letter.txt");
        assertThatThrownBy(() -> repository().openOrCreate())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("letter.txt");
        assertThat(objects()).isEqualTo(1);
    }

    /** Others may use the bucket beside it. */
    @Test
    void whatLiesBesideThePrefixIsNotInTheWay() throws IOException {
        stored.put(ObjectKey.of("laptop-2/letter.txt"), Bodies.of("Dear reader"), ObjectKind.VOLUME);

        assertThat(run("backup --no-encryption @source " + URL)).isZero();
        assertThat(run("restore --no-encryption " + URL + " @dest")).isZero();
        assertThat(shell.read("dest/notes.txt")).isEqualTo("content");
    }
}
