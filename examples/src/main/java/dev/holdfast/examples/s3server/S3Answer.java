package dev.holdfast.examples.s3server;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Status, headers and body. For one thread. */
final class S3Answer {

    private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    private final int status;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable InputStream body;
    private long length;

    private S3Answer(int status) {
        this.status = status;
    }

    static S3Answer of(int status) {
        return new S3Answer(status);
    }

    static S3Answer xml(int status, String document) {
        byte[] bytes = (XML + document).getBytes(StandardCharsets.UTF_8);
        return of(status)
                .header("Content-Type", "application/xml")
                .body(new java.io.ByteArrayInputStream(bytes), bytes.length);
    }

    static S3Answer error(int status, String code, String message) {
        return xml(status, "<Error><Code>" + code + "</Code><Message>" + escaped(message) + "</Message></Error>");
    }

    S3Answer header(String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
        return this;
    }

    /** @param stream is closed with the answer */
    S3Answer body(InputStream stream, long lengthBytes) {
        body = stream;
        length = lengthBytes;
        return this;
    }

    /** A body that is not sent, as to HEAD. */
    S3Answer bodyOf(long lengthBytes) {
        return header("Content-Length", Long.toString(lengthBytes));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static String unescaped(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&");
    }

    void send(HttpExchange exchange) throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        try (InputStream in = body) {
            if (in == null || exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            // The server takes 0 for "of unknown length".
            exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
            if (length > 0) {
                try (OutputStream out = exchange.getResponseBody()) {
                    in.transferTo(out);
                }
            }
        }
    }
}
