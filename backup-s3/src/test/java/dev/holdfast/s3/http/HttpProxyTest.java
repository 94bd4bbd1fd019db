package dev.holdfast.s3.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/** Which proxy the properties and the environment name, read as other programs read them. */
class HttpProxyTest {

    @ParameterizedTest
    @CsvSource({
        "http://proxy:3128, proxy, 3128, ,",
        "proxy:3128, proxy, 3128, ,",
        "https://proxy, proxy, 443, ,",
        "http://me:p%40ss%3Aw@proxy:3128/, proxy, 3128, me, p@ss:w",
    })
    void theEnvironmentNamesHostPortAndUser(String url, String host, int port, String user, String password) {
        for (String name : new String[] {"https_proxy", "HTTPS_PROXY"}) {
            ProxyConfiguration found = find("https", Map.of(), Map.of(name, url, "http_proxy", "http://x:y@other:1"));

            assertThat(found.host()).isEqualTo(host);
            assertThat(found.port()).isEqualTo(port);
            assertThat(found.username()).isEqualTo(user);
            assertThat(found.password()).isEqualTo(password);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://me:hush@proxy:1080", "http://me:hush hush@proxy:1", "http://:3128"})
    void whatIsNoProxyIsRefusedAndNotRepeated(String url) {
        assertThatThrownBy(() -> find("https", Map.of(), Map.of("https_proxy", url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https_proxy")
                .hasMessageNotContaining("hush");
    }

    @Test
    void propertiesComeFirst() {
        ProxyConfiguration found = find(
                "https",
                Map.of("https.proxyHost", "of-java", "http.nonProxyHosts", "*.near|here"),
                Map.of("https_proxy", "http://me:secret@of-shell:3128"));

        assertThat(found.host()).isEqualTo("of-java");
        assertThat(found.port()).isEqualTo(443);
        assertThat(found.username()).isNull();
        assertThat(isDirect(found, "s3.near")).isTrue();
        assertThat(isDirect(found, "here")).isTrue();
        assertThat(isDirect(found, "near.far")).isFalse();
    }

    @Test
    void theProxyOfOneSchemeIsNotThatOfTheOther() {
        Map<String, String> environment = Map.of("http_proxy", "http://proxy:3128");

        assertThat(find("http", Map.of(), environment).host()).isEqualTo("proxy");
        assertThat(find("https", Map.of(), environment).host()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "corp.lan; backups.s3.CORP.lan; true",
                ".corp.lan; s3.corp.lan; true",
                "*.corp.lan; s3.corp.lan; true",
                "other, s3.corp.lan; s3.corp.lan; true",
                "*; s3.corp.lan; true",
                "corp.lan; s3.notcorp.lan; false",
                "corp.lan; s3-corp-lan; false",
                "'' ; 127.0.0.1; true",
                "'' ; localhost; true",
                "'' ; s3.corp.lan; false",
            })
    void hostsAndDomainsAreReachedWithoutIt(String noProxy, String host, boolean direct) {
        ProxyConfiguration found =
                find("https", Map.of(), Map.of("https_proxy", "http://proxy:3128", "no_proxy", noProxy));

        assertThat(isDirect(found, host)).isEqualTo(direct);
    }

    private static ProxyConfiguration find(
            String scheme, Map<String, String> properties, Map<String, String> environment) {
        return HttpProxy.find(scheme, properties::get, environment::get);
    }

    /** As the SDK's client decides it. */
    private static boolean isDirect(ProxyConfiguration found, String host) {
        return found.nonProxyHosts().stream().anyMatch(host.toLowerCase(java.util.Locale.ROOT)::matches);
    }
}
