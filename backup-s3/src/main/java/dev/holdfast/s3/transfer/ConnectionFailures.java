package dev.holdfast.s3.transfer;

import dev.holdfast.api.storage.PermanentStorageException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Failures without an answer of the server: connection, TLS, credentials that were not found, an interrupt. Immutable.
 */
final class ConnectionFailures {

    static final String PROXY_WANTS_TO_KNOW_WHO = "the proxy on the way wants user and password;"
            + " they stand in https_proxy, as in http://user:password@proxy:3128";

    private static final Pattern EACH_SOURCE = Pattern.compile("(?:^|, )\\w+Provider\\(.*?\\): ");
    private static final Pattern NOT_SET_UP =
            Pattern.compile("^$|Access key must be specified|Either the environment variable|neither AWS_CONTAINER");

    private static final int MAX_CAUSES = 20;

    private final String endpoint;

    ConnectionFailures(String endpoint) {
        this.endpoint = endpoint;
    }

    IOException translate(Operation operation, SdkException e) {
        if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException) {
            return transientFailure(operation, e, "no answer from " + endpoint + " within the deadline");
        }
        if (isInterrupt(e)) {
            return interrupted(operation, e);
        }
        Optional<UncheckedIOException> ofBody = cause(e, UncheckedIOException.class);
        if (ofBody.isPresent()) {
            return new IOException("cannot " + operation + ": its body could not be read", ofBody.get());
        }
        if (cause(e, SSLException.class).isPresent()) {
            return tls(operation, e);
        }
        Optional<UnknownHostException> unknown = cause(e, UnknownHostException.class);
        if (unknown.isPresent()) {
            return unknownHost(operation, e, unknown.get());
        }
        if (isUnreachable(e)) {
            return transientFailure(
                    operation,
                    e,
                    "no connection to " + endpoint + "; check the endpoint, the port, the firewall and any proxy");
        }
        if (text(e).contains("credentials")) {
            return new PermanentStorageException(
                    "cannot " + operation + ": no usable credentials were found; set AWS_ACCESS_KEY_ID and"
                            + " AWS_SECRET_ACCESS_KEY, a profile, or an instance role (" + whyNone(firstLine(e)) + ")",
                    e);
        }
        if (isNoXml(e)) {
            return notS3(operation, "its answer is not S3's XML", e);
        }
        if (bottom(e) instanceof SdkException refusal && !refusal.retryable()) {
            return new PermanentStorageException(
                    "cannot " + operation + ": the AWS SDK does not send it: " + firstLine(refusal), e);
        }
        return transientFailure(operation, e, "the connection to " + endpoint + " was cut or timed out");
    }

    private static InterruptedIOException interrupted(Operation operation, SdkException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException("interrupted: " + operation);
        interrupted.initCause(e);
        return interrupted;
    }

    private IOException unknownHost(Operation operation, SdkException e, UnknownHostException unknown) {
        return transientFailure(
                operation,
                e,
                "the host of " + endpoint
                        + " is not known; check the endpoint, the region, any proxy and the name service"
                        + (hasBucketInName(unknown) ? ", or choose the path style" : ""));
    }

    private static boolean isUnreachable(SdkException e) {
        // The HTTP client's exception is no class of ours to know.
        return causes(e).stream()
                .anyMatch(found -> found instanceof ConnectException
                        || found instanceof NoRouteToHostException
                        || found.getClass().getSimpleName().equals("ConnectTimeoutException"));
    }

    /** Whether an answer is something else than S3's; one that was cut is no XML either, but it was S3's. */
    private static boolean isNoXml(SdkException e) {
        boolean isCut = cause(e, IOException.class)
                .filter(found -> !(found instanceof CharConversionException))
                .isPresent();
        return !isCut
                && (text(e).contains("unmarshall")
                        || cause(e, XMLStreamException.class).isPresent());
    }

    /** Why each of the SDK's sources of credentials gave none, but for those that nobody has set up. */
    private static String whyNone(String message) {
        int reasons = message.indexOf(" : [");
        return reasons < 0
                ? message
                : EACH_SOURCE
                        .splitAsStream(message.substring(reasons + 4, message.length() - 1))
                        .filter(reason -> !NOT_SET_UP.matcher(reason).find())
                        .map(reason -> reason.replaceFirst(": ProfileFile\\(.*", ""))
                        .collect(Collectors.joining("; "));
    }

    IOException notS3(Operation operation, String evidence, @Nullable Exception e) {
        return new PermanentStorageException(
                "cannot " + operation + ": " + endpoint + " does not answer like S3 (" + evidence
                        + "); check the endpoint, and any proxy on the way",
                e);
    }

    private IOException tls(Operation operation, SdkException e) {
        boolean untrusted = cause(e, CertificateException.class).isPresent()
                || cause(e, CertPathBuilderException.class).isPresent()
                || cause(e, SSLPeerUnverifiedException.class).isPresent();
        if (untrusted) {
            return new PermanentStorageException(
                    "cannot " + operation + ": the TLS certificate of " + endpoint + " is not trusted, not valid"
                            + " now or for another host; check the endpoint and the clock, or add its CA to the Java"
                            + " trust store (" + text(e) + ")",
                    e);
        }
        if (text(e).contains("Unsupported or unrecognized SSL message")) {
            return new PermanentStorageException(
                    "cannot " + operation + ": " + endpoint
                            + " does not speak TLS; check the endpoint's scheme and port",
                    e);
        }
        if (cause(e, InvalidAlgorithmParameterException.class).isPresent()) {
            return new PermanentStorageException(
                    "cannot " + operation
                            + ": the Java trust store is missing, empty or locked, so no certificate can be checked;"
                            + " look at javax.net.ssl.trustStore, its trustStorePassword, and the JRE's lib/security/cacerts ("
                            + text(e) + ")",
                    e);
        }
        return transientFailure(
                operation, e, "the TLS connection to " + endpoint + " failed; check that the endpoint speaks TLS");
    }

    /** Few servers other than Amazon's have a name for each bucket. */
    private boolean hasBucketInName(UnknownHostException e) {
        String host = String.valueOf(e.getMessage()).split("[: ]", 2)[0];
        return endpoint.startsWith("http") && !endpoint.contains("//" + host);
    }

    private static IOException transientFailure(Operation operation, SdkException e, String what) {
        return new IOException("cannot " + operation + ": " + what + " (" + text(e) + ")", e);
    }

    private static boolean isInterrupt(SdkException e) {
        // A socket does not know of an interrupt: it fails because it was closed, or too late.
        return Thread.currentThread().isInterrupted()
                || e instanceof AbortedException
                || cause(e, InterruptedException.class).isPresent()
                || cause(e, InterruptedIOException.class)
                        // A slow socket is an InterruptedIOException too; those of HTTP clients extend it further.
                        .filter(found -> !(found instanceof SocketTimeoutException)
                                && found.getClass() == InterruptedIOException.class)
                        .isPresent();
    }

    private static <T extends Throwable> Optional<T> cause(Throwable e, Class<T> type) {
        return causes(e).stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private static Throwable bottom(Throwable e) {
        List<Throwable> causes = causes(e);
        return causes.get(causes.size() - 1);
    }

    /** A failure and what lies below it, not without end: a chain of causes may be a ring. */
    private static List<Throwable> causes(Throwable e) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable t = e; t != null && causes.size() < MAX_CAUSES; t = t.getCause()) {
            causes.add(t);
        }
        return causes;
    }

    /** The message of the failure at the bottom, without the SDK's wrapping. */
    private static String text(Throwable e) {
        Throwable bottom = bottom(e);
        return bottom.getClass().getSimpleName() + ": " + firstLine(bottom);
    }

    private static String firstLine(Throwable e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        return message.lines().findFirst().orElse("");
    }
}
