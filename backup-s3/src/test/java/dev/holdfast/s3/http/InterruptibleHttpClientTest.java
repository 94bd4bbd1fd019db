package dev.holdfast.s3.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

class InterruptibleHttpClientTest {

    /** The client below throws an unchecked exception then. */
    @Test
    void anInterruptBeforeARequestHasAConnectionEndsItLikeOneLater() {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(URI.create("http://127.0.0.1:1"))
                .build();
        try (SdkHttpClient client = new InterruptibleHttpClient.Builder(Apache5HttpClient.builder()).build()) {
            ExecutableHttpRequest prepared = client.prepareRequest(
                    HttpExecuteRequest.builder().request(request).build());
            Thread.currentThread().interrupt();

            assertThatThrownBy(prepared::call).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
