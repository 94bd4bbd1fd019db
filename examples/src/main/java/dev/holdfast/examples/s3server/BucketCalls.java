package dev.holdfast.examples.s3server;

import com.sun.net.httpserver.HttpExchange;
import dev.holdfast.api.storage.ConditionalStorage;
import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.ObjectKey;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Lists objects, and deletes many at once. Thread-safe. */
final class BucketCalls {

    private static final int PAGE = 1000;
    private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");

    private final ConditionalStorage storage;

    BucketCalls(ConditionalStorage storage) {
        this.storage = storage;
    }

    S3Answer answer(HttpExchange exchange) throws IOException {
        Map<String, String> query = query(exchange);
        if (exchange.getRequestMethod().equals("GET") && "2".equals(query.get("list-type"))) {
            return list(query);
        }
        if (exchange.getRequestMethod().equals("POST") && query.containsKey("delete")) {
            return delete(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        }
        return S3Answer.error(501, "NotImplemented", "This server only lists and deletes in a bucket");
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String part : raw == null ? new String[0] : raw.split("&", -1)) {
            int equals = part.indexOf('=');
            query.put(
                    equals < 0 ? part : part.substring(0, equals),
                    equals < 0 ? "" : URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    /** A page begins behind the key that the last one ended with; that key is the token. */
    private S3Answer list(Map<String, String> query) throws IOException {
        String prefix = query.getOrDefault("prefix", "");
        String after = query.getOrDefault("continuation-token", query.getOrDefault("start-after", ""));
        List<ObjectInfo> page;
        try (Stream<ObjectInfo> objects = storage.list(KeyNames.storedPrefix(prefix), KeyNames.storedPrefix(after))) {
            page = objects.limit(PAGE + 1L).toList();
        }
        boolean more = page.size() > PAGE;
        StringBuilder xml = new StringBuilder("<ListBucketResult><Name>" + S3Server.BUCKET + "</Name><IsTruncated>")
                .append(more)
                .append("</IsTruncated>");
        if (more) {
            xml.append("<NextContinuationToken>")
                    .append(name(page.get(PAGE - 1)))
                    .append("</NextContinuationToken>");
        }
        for (ObjectInfo object : more ? page.subList(0, PAGE) : page) {
            xml.append("<Contents><Key>").append(name(object)).append("</Key><ETag>&quot;");
            xml.append(object.version()).append("&quot;</ETag><Size>").append(object.sizeBytes());
            xml.append("</Size><StorageClass>STANDARD</StorageClass></Contents>");
        }
        return S3Answer.xml(200, xml.append("</ListBucketResult>").toString());
    }

    private static String name(ObjectInfo object) {
        return S3Answer.escaped(KeyNames.original(object.key()));
    }

    private S3Answer delete(String request) throws IOException {
        List<ObjectKey> keys = new ArrayList<>();
        for (Matcher key = KEY.matcher(request); key.find(); ) {
            keys.add(KeyNames.stored(S3Answer.unescaped(key.group(1))));
        }
        storage.delete(keys);
        return S3Answer.xml(200, "<DeleteResult></DeleteResult>");
    }
}
