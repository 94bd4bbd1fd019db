package dev.holdfast.s3.http;

import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * Ends a request, by closing its connection, soon after the thread that waits for it was interrupted. A thread that is
 * blocked by a socket is woken by nothing else before its time is over. Closes the client that it sends through.
 * Thread-safe.
 */
public final class InterruptibleHttpClient implements SdkHttpClient {

    private final SdkHttpClient client;
    private final InterruptWatch watch = new InterruptWatch();

    private InterruptibleHttpClient(SdkHttpClient client) {
        this.client = client;
    }

    /** @param client makes the one that is sent through */
    public record Builder(SdkHttpClient.Builder<?> client) implements SdkHttpClient.Builder<Builder> {

        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            return new InterruptibleHttpClient(client.buildWithDefaults(defaults));
        }
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new Exchange(client.prepareRequest(request), watch);
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public void close() {
        client.close();
    }
}
