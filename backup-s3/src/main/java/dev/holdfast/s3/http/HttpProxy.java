package dev.holdfast.s3.http;

import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/**
 * The proxy on the way to a server, as other programs find it. The SDK by itself only looks for the one of plain HTTP,
 * whatever it connects to, and knows neither encoded passwords nor the domains of {@code no_proxy}. Stateless.
 */
public final class HttpProxy {

    /** Patterns of what no proxy can reach for us. */
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127\\..*", "\\[?::1]?");

    private HttpProxy() {}

    /**
     * The proxy that {@code https.proxyHost} or {@code https_proxy} names, for a server of plain HTTP
     * {@code http.proxyHost} or {@code http_proxy}; a configuration without host if there is none.
     *
     * @param scheme of the server
     * @throws IllegalArgumentException if the environment has something else than the URL of a proxy
     */
    public static ProxyConfiguration find(String scheme) {
        return find(scheme, System::getProperty, System::getenv);
    }

    static ProxyConfiguration find(
            String scheme,
            Function<String, @Nullable String> properties,
            Function<String, @Nullable String> environment) {
        ProxyConfiguration.Builder found =
                ProxyConfiguration.builder().useSystemPropertyValues(false).useEnvironmentVariableValues(false);
        String host = properties.apply(scheme + ".proxyHost");
        String url = inAnyCase(environment, scheme + "_proxy");
        if (host != null && !host.isEmpty()) {
            String port = properties.apply(scheme + ".proxyPort");
            String direct = properties.apply("http.nonProxyHosts");
            found.endpoint(URI.create("http://" + host + ":" + (port != null ? port : defaultPort(scheme))))
                    .username(properties.apply(scheme + ".proxyUser"))
                    .password(properties.apply(scheme + ".proxyPassword"))
                    .nonProxyHosts(direct(direct == null ? Stream.empty() : Arrays.stream(direct.split("\\|"))));
        } else if (!url.isEmpty()) {
            read(found, scheme, url);
            found.nonProxyHosts(
                    direct(Arrays.stream(inAnyCase(environment, "no_proxy").split("[,\\s]+"))
                            .map(HttpProxy::withSubdomains)));
        }
        return found.build();
    }

    private static void read(ProxyConfiguration.Builder found, String scheme, String url) {
        URI proxy = uri(url.contains("://") ? url : "http://" + url);
        if (proxy == null || proxy.getHost() == null || !proxy.getScheme().startsWith("http")) {
            // Not quoted: it may hold a password.
            throw new IllegalArgumentException("not the URL of a proxy in " + scheme
                    + "_proxy; it is http://[user:password@]host:port, with odd characters as in %40");
        }
        int port = proxy.getPort() > 0 ? proxy.getPort() : defaultPort(proxy.getScheme());
        String[] user = proxy.getUserInfo() == null
                ? new String[0]
                : proxy.getUserInfo().split(":", 2);
        found.endpoint(URI.create("http://" + proxy.getHost() + ":" + port))
                .username(user.length > 0 ? user[0] : null)
                .password(user.length > 1 ? user[1] : null);
    }

    private static @Nullable URI uri(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    private static String inAnyCase(Function<String, @Nullable String> environment, String name) {
        return Stream.of(name, name.toUpperCase(Locale.ROOT))
                .map(environment)
                .filter(value -> value != null && !value.isBlank())
                .map(value -> String.valueOf(value).trim())
                .findFirst()
                .orElse("");
    }

    /** {@code example.com} and {@code .example.com} stand for all below it too. */
    private static String withSubdomains(String host) {
        return host.isEmpty() || host.startsWith("*") ? host : "*." + host.replaceFirst("^\\.", "");
    }

    /** As the SDK wants them: patterns. */
    private static Set<String> direct(Stream<String> hosts) {
        Set<String> patterns = new LinkedHashSet<>(THIS_MACHINE);
        hosts.filter(host -> !host.isEmpty()).map(HttpProxy::pattern).forEach(patterns::add);
        return patterns;
    }

    private static String pattern(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.startsWith("*.")
                ? "(.*\\.)?" + Pattern.quote(lower.substring(2))
                : "\\Q" + lower.replace("*", "\\E.*\\Q") + "\\E";
    }
}
