package dev.holdfast.s3;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.api.storage.PermanentStorageException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Requests that never reach S3: there are no credentials, or nobody listens. */
class UnsentRequestTest extends AgainstScriptedServer {

    private static final ObjectKey KEY = ObjectKey.of("volumes/v1");

    /** The SDK's message has more than a thousand characters. */
    @Test
    void withoutCredentialsOnlyTheReasonsOfWhatWasSetUpAreTold() {
        AwsCredentialsProvider none = () -> {
            throw SdkClientException.create("Unable to load credentials from any of the providers in the chain"
                    + " Chain(credentialsProviders=[EnvironmentVariableCredentialsProvider()]) :"
                    + " [EnvironmentVariableCredentialsProvider(): Access key must be specified,"
                    + " ProfileCredentialsProvider(profileName=work, file=ProfileFile(sections=[x])): no source, of course,"
                    + " InstanceProfileCredentialsProvider(): Failed to load credentials from IMDS.]");
        };
        try (S3Storage own = server.storage().credentials(none).build()) {
            assertThatThrownBy(() -> own.stat(KEY))
                    .isInstanceOf(PermanentStorageException.class)
                    .hasMessageEndingWith("(no source, of course; Failed to load credentials from IMDS.)");
        }
    }

    @Test
    void aClosedPortSaysWhichEndpoint() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (S3Storage nobody = server.storage()
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .build()) {
            assertThatThrownBy(() -> nobody.list("", ""))
                    .isNotInstanceOf(PermanentStorageException.class)
                    .hasMessageContaining("no connection to http://127.0.0.1:" + port)
                    .hasMessageContaining("check the endpoint");
        }
    }

    @Test
    void anUnknownHostSaysSo() {
        try (S3Storage nobody = server.storage()
                .endpoint(URI.create("http://s3.does-not-exist.invalid"))
                .build()) {
            assertThatThrownBy(() -> nobody.stat(KEY))
                    .hasMessageContaining("host of http://s3.does-not-exist.invalid is not known")
                    .hasMessageNotContaining("path style");
        }
    }

    /** What newcomers to other servers than Amazon's forget. */
    @Test
    void aHostThatIsUnknownWithTheBucketInItsNameAsksForThePathStyle() {
        try (S3Storage nobody = S3Storage.builder()
                .endpoint(URI.create("http://s3.does-not-exist.invalid"))
                .region("eu-central-1")
                .credentials("id", "hush-hush")
                .bucket("backups")
                .build()) {
            assertThatThrownBy(() -> nobody.stat(KEY)).hasMessageContaining("or choose the path style");
        }
    }

    @Test
    void missingCredentialsSayWhereTheyAreLookedFor() {
        try (S3Storage anonymous = server.storage()
                .credentials(() -> {
                    throw SdkClientException.create(
                            "Unable to load credentials from any of the providers in the chain");
                })
                .build()) {
            assertThatThrownBy(() -> anonymous.stat(KEY))
                    .isInstanceOf(PermanentStorageException.class)
                    .hasMessageContaining("AWS_ACCESS_KEY_ID");
        }
    }

    /** As by the endpoint's rules, or where a session of SSO has ended: it was no connection that failed. */
    @Test
    void whatTheSdkRefusesToSendIsNotTriedAgain() {
        try (S3Storage elsewhere = S3Storage.builder()
                .region("eu-central-1")
                .credentials("id", "hush-hush")
                .bucket("arn:aws:s3:us-west-2:123456789012:accesspoint/backups")
                .build()) {
            assertThatThrownBy(() -> elsewhere.stat(KEY))
                    .isInstanceOf(PermanentStorageException.class)
                    .hasMessageContaining("the AWS SDK does not send it")
                    .hasMessageContaining("us-west-2");
        }
    }

    /** As where a role is taken: the policy that lacks a right is not that of the bucket. */
    @Test
    void aRefusalByTheServiceThatGivesCredentialsIsNotTakenForOneByS3() {
        try (S3Storage refused =
                        server.storage().credentials(() -> refusing(403)).build();
                S3Storage overrun =
                        server.storage().credentials(() -> refusing(500)).build()) {
            assertThatThrownBy(() -> refused.stat(KEY))
                    .isInstanceOf(PermanentStorageException.class)
                    .hasMessageContaining("gives the credentials refused")
                    .hasMessageContaining("sts:AssumeRole")
                    .hasMessageNotContaining("s3:GetObject");
            assertThatThrownBy(() -> overrun.stat(KEY))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(PermanentStorageException.class);
        }
    }

    private static AwsCredentials refusing(int status) {
        throw AwsServiceException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("AccessDenied")
                        .errorMessage("not authorized to perform: sts:AssumeRole")
                        .build())
                .build();
    }
}
