package dev.holdfast.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A server that no setting names, but what the SDK and other programs look at. */
@Isolated("each storage over S3 that is built reads the files that this names")
class EndpointOfEnvironmentTest {

    @TempDir
    Path directory;

    private Path config;

    @BeforeEach
    void hideTheUsersOwn() {
        assumeThat(System.getenv()).doesNotContainKeys("AWS_REGION", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3");
        config = directory.resolve("config");
        System.setProperty("aws.disableEc2Metadata", "true");
        System.setProperty("aws.configFile", config.toString());
        System.setProperty(
                "aws.sharedCredentialsFile", directory.resolve("credentials").toString());
    }

    @AfterEach
    void showThemAgain() {
        System.clearProperty("aws.endpointUrlS3");
        System.clearProperty("aws.disableEc2Metadata");
        System.clearProperty("aws.configFile");
        System.clearProperty("aws.sharedCredentialsFile");
    }

    private static S3StorageBuilder builder() {
        return S3Storage.builder().bucket("backups").pathStyle().credentials("id", "hush-hush");
    }

    /** It has no region to speak of, and storage classes of its own. */
    @Test
    void itIsTreatedAsOneThatWasSet() throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            server.then(ScriptedServer.ok(""), ScriptedServer.ok(""));
            System.setProperty("aws.endpointUrlS3", server.endpoint().toString());
            put();
            System.clearProperty("aws.endpointUrlS3");
            Files.writeString(config, """
                    [default]
                    services = here
                    [services here]
                    s3 =
                      endpoint_url = %s
                    """.formatted(server.endpoint()));
            put();
            assertThat(server.requests()).hasSize(2).allSatisfy(put -> {
                assertThat(put.uri().getPath()).isEqualTo("/backups/v");
                assertThat(put.header("x-amz-storage-class")).isEqualTo("COLD");
                assertThat(put.header("Authorization")).contains("/us-east-1/s3/");
            });
        }
    }

    private static void put() throws IOException {
        try (S3Storage storage = builder().storageClass("COLD").build()) {
            storage.put(ObjectKey.of("v"), ObjectBody.of(new byte[1 << 18]), ObjectKind.VOLUME);
        }
    }

    @Test
    void oneThatIsNoneIsSaid() {
        System.setProperty("aws.endpointUrlS3", "https://me:hush-hush@backups.example");
        assertThatThrownBy(() -> builder().build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("AWS_ENDPOINT_URL")
                .hasMessageContaining("not an endpoint")
                .hasMessageNotContaining("hush");
    }

    @Test
    void aBrokenConfigurationIsNamed() throws IOException {
        Files.writeString(config, "[default]\nregion eu-central-1\n");
        assertThatThrownBy(() -> builder().region("eu-central-1").build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(config.toString())
                .hasMessageContaining("line 2");
    }
}
