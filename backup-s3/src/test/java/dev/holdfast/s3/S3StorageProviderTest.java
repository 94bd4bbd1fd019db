package dev.holdfast.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.storage.ObjectBody;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.ObjectKind;
import dev.holdfast.api.storage.Storage;
import dev.holdfast.api.storage.StorageProvider;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class S3StorageProviderTest {

    private static final Map<String, String> REGION = Map.of("region", "eu-central-1");

    private final StorageProvider provider = new S3StorageProvider();

    @Test
    void itIsFoundByItsSchemes() {
        assertThat(ServiceLoader.load(StorageProvider.class))
                .anyMatch(found ->
                        found.schemes().contains("s3") && found.schemes().contains("boto3+s3"));
    }

    @ParameterizedTest
    @CsvSource({
        "s3://backups, s3://backups",
        "s3://backups/, s3://backups",
        "s3://backups/laptop, s3://backups/laptop",
        "s3://backups/laptop/, s3://backups/laptop",
        "boto3+s3://backups/hosts/jan, s3://backups/hosts/jan",
        "S3://my_bucket/a%20b/%C3%BC%3F%23, s3://my_bucket/a b/ü?#",
        "s3://my.dotted.bucket/x, s3://my.dotted.bucket/x",
    })
    void aUriNamesBucketAndPrefix(String uri, String described) throws Exception {
        try (Storage storage = provider.open(URI.create(uri), REGION)) {
            assertThat(storage.describe()).isEqualTo(described);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3:///prefix",
                "s3:backups",
                "http://backups/x",
                "s3://backups:9000/x",
                "s3://backups/x?region=y",
                "s3://backups/x#y",
                "s3://backups//x",
                "s3://backups/x//y",
                "s3://backups/x/../y",
                "s3://backups/./y",
                "s3://backups/x%00y",
                "s3://b/x",
                "s3://-b-/x",
            })
    void whatIsNoPlaceIsRefused(String uri) {
        assertThatThrownBy(() -> provider.open(URI.create(uri), REGION)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:s3:::backups, by its name",
        "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap, in one region",
        "backups--use1-az4--x-s3, directory bucket",
        "point--use1-az4--xa-s3, directory bucket",
    })
    void aBucketThatCannotHoldARepositoryIsRefused(String bucket, String reason) {
        assertThatThrownBy(() -> S3Storage.builder()
                        .bucket(bucket)
                        .region("eu-central-1")
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void credentialsInAUriAreRefusedAndNotRepeated() {
        assertThatThrownBy(() -> provider.open(URI.create("s3://AKIA:hush-hush@backups/x"), REGION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("environment")
                .hasMessageNotContaining("hush");
    }

    @Test
    void theOptionsAreTheBuildersSettings() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            server.then(ScriptedServer.ok(""));
            System.setProperty("aws.accessKeyId", "id");
            System.setProperty("aws.secretAccessKey", "hush-hush");
            try (Storage storage = provider.open(
                    URI.create("s3://backups/x"),
                    Map.of(
                            "endpoint", server.endpoint().toString(),
                            "pathStyle", "true",
                            "region", "eu-west-3",
                            "storageClass", "STANDARD_IA",
                            "sse", "aws:kms",
                            "kmsKeyId", "alias/k",
                            "expectedBucketOwner", "123456789012",
                            "checksum", "md5",
                            "maxBytesPerSecond", "100000000"))) {
                storage.put(ObjectKey.of("v"), ObjectBody.of(new byte[1 << 18]), ObjectKind.VOLUME);
            } finally {
                System.clearProperty("aws.accessKeyId");
                System.clearProperty("aws.secretAccessKey");
            }
            ScriptedServer.Request put = server.request(0);
            assertThat(put.uri().getPath()).isEqualTo("/backups/x/v");
            assertThat(put.header("Authorization")).contains("/eu-west-3/s3/");
            assertThat(put.header("x-amz-storage-class")).isEqualTo("STANDARD_IA");
            assertThat(put.header("x-amz-server-side-encryption-aws-kms-key-id"))
                    .isEqualTo("alias/k");
            assertThat(put.header("x-amz-expected-bucket-owner")).isEqualTo("123456789012");
            assertThat(put.header("Content-MD5")).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "colour, blue",
        "pathStyle, yes",
        "storageClass, COLD",
        "sse, yes",
        "checksum, sha1",
        "maxBytesPerSecond, fast",
        "maxBytesPerSecond, 0",
        "endpoint, backups.example",
        "endpoint, https://me:hush-hush@backups.example",
        "endpoint, https://backups.example?region=x",
        "endpoint, https://me:hush-hush@back ups.example",
        "expectedBucketOwner, me",
    })
    void anOptionThatIsNotUnderstoodIsNamed(String name, String value) {
        assertThatThrownBy(() ->
                        provider.open(URI.create("s3://backups/x"), Map.of("region", "eu-central-1", name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hush");
    }

    /** The SDK would say it as late as at the first request, and as if the connection had failed. */
    @ParameterizedTest
    @ValueSource(strings = {"eu central 1", "eu_central_1", "eu/central", "-eu", "s3.eu-central-1", "größe", " "})
    void whatCanBeNoRegionIsRefusedAlsoWithAnEndpoint(String region) {
        Map<String, String> settings = Map.of("region", region);
        Map<String, String> elsewhere = Map.of("region", region, "endpoint", "http://127.0.0.1:9000");
        for (Map<String, String> options : List.of(settings, elsewhere)) {
            assertThatThrownBy(() -> provider.open(URI.create("s3://backups/x"), options))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("no region is called \"" + region + "\"");
        }
    }

    @Test
    void aClientAndItsSettingsExcludeEachOther() {
        assertThatThrownBy(() -> S3Storage.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("bucket");
        try (var own = software.amazon.awssdk.services.s3.S3Client.builder()
                .region(software.amazon.awssdk.regions.Region.EU_CENTRAL_1)
                .build()) {
            assertThatThrownBy(() -> S3Storage.builder()
                            .client(own)
                            .bucket("backups")
                            .region("eu-west-1")
                            .build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("belong to the client");
        }
    }

    /** The first thing that a newcomer forgets: a matter of options, and no internal error. */
    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void aMissingRegionIsSaid() {
        assumeThat(System.getenv()).doesNotContainKeys("AWS_REGION", "AWS_PROFILE");
        Map<String, String> nowhere = Map.of("aws.disableEc2Metadata", "true", "aws.configFile", "/nonexistent");
        nowhere.forEach(System::setProperty);
        try {
            assertThatThrownBy(() -> new S3StorageProvider().open(URI.create("s3://backups/laptop"), Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("set the bucket's region, or AWS_REGION");
            assertThatThrownBy(() -> S3Storage.builder().bucket("backups").build())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("set the bucket's region, or AWS_REGION");
        } finally {
            nowhere.keySet().forEach(System::clearProperty);
        }
    }
}
