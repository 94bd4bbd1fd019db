package dev.holdfast.s3.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Makes the page of a proxy, a load balancer or a web site the message of the failure that it came with; the SDK drops
 * what is not S3's XML. Stateless.
 */
public final class ErrorPage implements ExecutionInterceptor {

    private static final ExecutionAttribute<byte[]> PAGE = new ExecutionAttribute<>("holdfast-error-page");
    private static final Pattern MARKUP = Pattern.compile("(?is)<(script|style)\\b.*?</\\1>|<[^>]*>");
    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final int MAX_MESSAGE_CHARS = 200;

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        Optional<InputStream> body = context.responseBody();
        if (body.isEmpty() || context.httpResponse().isSuccessful()) {
            return body;
        }
        byte[] page = read(body.get());
        attributes.putAttribute(PAGE, page);
        return Optional.of(new ByteArrayInputStream(page));
    }

    private static byte[] read(InputStream body) {
        try (body) {
            return body.readNBytes(MAX_BODY_BYTES);
        } catch (IOException e) {
            // The status says enough.
            return new byte[0];
        }
    }

    @Override
    public Throwable modifyException(Context.FailedExecution context, ExecutionAttributes attributes) {
        byte[] page = attributes.getAttribute(PAGE);
        if (page == null || page.length == 0 || !(context.exception() instanceof AwsServiceException refusal)) {
            return context.exception();
        }
        AwsErrorDetails details = refusal.awsErrorDetails();
        return details == null || details.errorCode() != null
                ? refusal
                : refusal.toBuilder()
                        .awsErrorDetails(details.toBuilder()
                                .errorMessage(text(page))
                                .rawResponse(SdkBytes.fromByteArray(page))
                                .build())
                        .build();
    }

    private static String text(byte[] page) {
        String text = MARKUP.matcher(new String(page, StandardCharsets.UTF_8))
                .replaceAll(" ")
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        return text.length() <= MAX_MESSAGE_CHARS ? text : text.substring(0, MAX_MESSAGE_CHARS) + " …";
    }
}
