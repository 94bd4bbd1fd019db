package dev.holdfast.s3.transfer;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.utils.ProxyConfigProvider;

/** The way to an HTTPS server. Stateless. */
public final class HttpsProxy {

    private HttpsProxy() {}

    /**
     * The proxy that {@code https_proxy} or {@code https.proxyHost} names. The SDK by itself only looks for the one of plain HTTP,
     * whatever it connects to, and takes those of the other kind for proxies that speak TLS themselves.
     */
    public static Optional<ProxyConfiguration> find() {
        ProxyConfigProvider found = ProxyConfigProvider.fromSystemEnvironmentSettings(true, true, "https");
        return found.host() == null || found.host().isEmpty()
                ? Optional.empty()
                : Optional.of(ProxyConfiguration.builder()
                        .endpoint(URI.create("http://" + found.host() + (found.port() > 0 ? ":" + found.port() : "")))
                        .username(found.userName().orElse(null))
                        .password(found.password().orElse(null))
                        // Hosts that are reached without it are known to the SDK.
                        .build());
    }
}
