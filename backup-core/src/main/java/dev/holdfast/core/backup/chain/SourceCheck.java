package dev.holdfast.core.backup.chain;

import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.core.catalog.CatalogRoot;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Keeps a chain to the host and the sources that it began with, for two machines that share a repository by mistake
 * would back up each other's files as removed. Sources may be added and left away; what stays at its place must stay
 * the same.
 */
final class SourceCheck {

    private SourceCheck() {}

    /** @throws ConfigurationException if the parent is of another host, or has another source at some place */
    static void require(CatalogRoot parent, String host, List<CatalogRoot.Source> sources) {
        if (!isSameHost(parent.host(), host)) {
            throw refusal(parent, "was made on the host " + parent.host() + ", but this is " + host);
        }
        for (CatalogRoot.Source source : sources) {
            for (CatalogRoot.Source former : parent.sources()) {
                if (former.at().equals(source.at()) && !Arrays.equals(former.path(), source.path())) {
                    String place =
                            source.at().isRoot() ? "its root" : source.at().toString();
                    throw refusal(
                            parent, "has " + name(former) + " as " + place + ", but " + name(source) + " was given");
                }
            }
        }
    }

    /** A name with its domain and one without are of the same host; an unknown one is of any. */
    private static boolean isSameHost(String one, String other) {
        String first = one.toLowerCase(Locale.ROOT);
        String second = other.toLowerCase(Locale.ROOT);
        return first.isEmpty()
                || second.isEmpty()
                || first.equals(second)
                || first.startsWith(second + ".")
                || second.startsWith(first + ".");
    }

    private static String name(CatalogRoot.Source source) {
        return source.path().length == 0 ? "a stream" : new String(source.path(), StandardCharsets.UTF_8);
    }

    private static ConfigurationException refusal(CatalogRoot parent, String difference) {
        return new ConfigurationException("the last snapshot, " + parent.snapshot() + ", " + difference
                + "; nothing was backed up. Use another prefix for another source; if it is meant so, make a full backup or"
                + " allow the source mismatch");
    }
}
