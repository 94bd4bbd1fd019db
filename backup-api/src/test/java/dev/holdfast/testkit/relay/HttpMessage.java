package dev.holdfast.testkit.relay;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The head of a request or an answer as it was sent, and how its body ends. */
final class HttpMessage {

    private static final int MAX_LINE_BYTES = 64 << 10;

    private final String start;
    private final List<String> headers;

    private HttpMessage(String start, List<String> headers) {
        this.start = start;
        this.headers = headers;
    }

    /** @return null at the end of the connection */
    static HttpMessage read(InputStream in) throws IOException {
        String start = line(in);
        if (start == null) {
            return null;
        }
        List<String> headers = new ArrayList<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            headers.add(line);
        }
        return new HttpMessage(start, headers);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                if (line.size() == 0) {
                    return null;
                }
                throw new EOFException("the connection ended within a line");
            }
            if (line.size() == MAX_LINE_BYTES) {
                throw new IOException("a line is too long");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** The request's method, target and version, or the answer's version, status and reason. */
    String start(int part) {
        String[] parts = start.split(" ", 3);
        return part < parts.length ? parts[part] : "";
    }

    /** The value of a header, or an empty text. */
    String header(String name) {
        String lower = name.toLowerCase(Locale.ROOT) + ":";
        for (String header : headers) {
            if (header.toLowerCase(Locale.ROOT).startsWith(lower)) {
                return header.substring(lower.length()).strip();
            }
        }
        return "";
    }

    void remove(String name) {
        headers.removeIf(header -> header.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"));
    }

    void write(OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder(start).append("\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    boolean isChunked() {
        return header("Transfer-Encoding").equalsIgnoreCase("chunked");
    }

    /** The length of the body; -1 where it is not said. */
    long contentLength() {
        String length = header("Content-Length");
        return length.isEmpty() ? -1 : Long.parseLong(length);
    }

    /**
     * Copies a body.
     *
     * @param ofAnswer an answer without a length ends with the connection, a request has no body then
     * @param most stops after so many bytes; -1 for all
     * @return how many bytes were copied
     */
    long copyBody(InputStream in, OutputStream out, boolean ofAnswer, long most) throws IOException {
        if (isChunked()) {
            return copyChunks(in, out, most);
        }
        long length = contentLength() >= 0 ? contentLength() : ofAnswer ? Long.MAX_VALUE : 0;
        return copy(in, out, most < 0 ? length : Math.min(length, most), length == Long.MAX_VALUE);
    }

    private static long copyChunks(InputStream in, OutputStream out, long most) throws IOException {
        long copied = 0;
        while (true) {
            String size = line(in);
            if (size == null) {
                throw new EOFException("the connection ended between chunks");
            }
            out.write((size + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            long length = Long.parseLong(size.split(";", 2)[0].strip(), 16);
            if (length == 0) {
                for (String line = line(in); line != null; line = line(in)) {
                    out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                    if (line.isEmpty()) {
                        break;
                    }
                }
                return copied;
            }
            boolean cut = most >= 0 && copied + length > most;
            copied += copy(in, out, cut ? most - copied : length, false);
            if (cut) {
                return copied;
            }
            line(in);
            out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static long copy(InputStream in, OutputStream out, long length, boolean untilEnd) throws IOException {
        byte[] buffer = new byte[64 << 10];
        long left = length;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                if (untilEnd) {
                    break;
                }
                throw new EOFException("the connection ended within a body");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
        return length - left;
    }
}
