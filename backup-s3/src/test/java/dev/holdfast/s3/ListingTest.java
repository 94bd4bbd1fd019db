package dev.holdfast.s3;

import static dev.holdfast.s3.ScriptedServer.answer;
import static dev.holdfast.s3.ScriptedServer.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.storage.ObjectInfo;
import dev.holdfast.api.storage.PermanentStorageException;
import dev.holdfast.s3.ScriptedServer.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Listings of servers that do what they should, and of others. */
class ListingTest extends AgainstScriptedServer {

    @Test
    void whatIsNotOursIsSkipped() throws IOException {
        server.then(
                page("", "laptop/", "laptop/log/", "laptop/log/1", "laptop/my file.txt", "laptop/v/../x", "other/y"));

        assertThat(list("")).containsExactly("log/1");
    }

    /** XML cannot carry it, so all keys are asked for as they stand in a URL. */
    @Test
    void aForeignKeyWithAControlCharacterSpoilsNothing() throws IOException {
        server.then(pageWith("<EncodingType>url</EncodingType>", "", "laptop/log/1", "laptop/log/%01%1B+%25"));

        assertThat(list("")).containsExactly("log/1");
        assertThat(server.request(0).uri().getQuery()).contains("encoding-type=url");
    }

    /** Some servers say that keys are encoded whenever they are asked for that. */
    @Test
    void keysThatAreNotEncodedAlthoughTheServerSaysSoAreTakenAsTheyAre() throws IOException {
        String said = "<EncodingType>url</EncodingType>";
        server.then(
                pageWith(said, "", "laptop/a", "laptop/log/100% full"),
                page("t1", "laptop/a", "laptop/log/100% full"),
                page("", "laptop/m"));
        assertThat(list("")).containsExactly("a", "m");
        assertThat(server.request(1).uri().getQuery()).doesNotContain("encoding-type");
        assertThat(server.request(2).uri().getQuery()).doesNotContain("encoding-type");

        server.then(pageWith(said, "", "laptop/100% full"), page("", "laptop/100% full"));
        assertThat(storage.findForeign()).contains("100% full");
    }

    @Test
    void aPrefixThatADecodedKeyDoesNotHaveIsFoundAsItIs() throws IOException {
        String said = "<EncodingType>url</EncodingType><Prefix>a+b/</Prefix>";
        server.then(pageWith(said, "", "a+b/log/1"), page("", "a+b/log/1"));

        try (S3Storage plus = server.storage().prefix("a+b").build();
                Stream<ObjectInfo> list = plus.list("", "")) {
            assertThat(list.map(info -> info.key().value())).containsExactly("log/1");
        }
    }

    @Test
    void pagesAreFetchedAsTheyAreNeeded() throws IOException {
        server.then(page("t1", "laptop/a", "laptop/b"), page("", "laptop/c"));

        try (Stream<ObjectInfo> list = storage.list("", "")) {
            var keys = list.iterator();
            keys.next();
            keys.next();
            assertThat(server.requests()).hasSize(1);
            assertThat(keys.next().key().value()).isEqualTo("c");
            assertThat(keys.hasNext()).isFalse();
        }
        assertThat(server.request(0).uri().getQuery()).contains("prefix=laptop/");
        assertThat(server.request(1).uri().getQuery()).contains("continuation-token=t1");
    }

    @Test
    void aPageOfForeignObjectsIsNotTheEnd() throws IOException {
        server.then(page("t1", "laptop/x y"), page("t2"), page("", "laptop/c"));

        assertThat(list("")).containsExactly("c");
    }

    @Test
    void aPageOutOfOrderIsPutInOrder() throws IOException {
        server.then(page("t1", "laptop/b", "laptop/a", "laptop/b"), page("", "laptop/d", "laptop/c"));

        assertThat(list("")).containsExactly("a", "b", "c", "d");
    }

    @Test
    void pagesOutOfOrderAreAnError() throws IOException {
        server.then(page("t1", "laptop/m", "laptop/n"), page("", "laptop/a"));

        try (Stream<ObjectInfo> list = storage.list("", "")) {
            assertThatThrownBy(list::toList)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasCauseInstanceOf(PermanentStorageException.class)
                    .hasMessageContaining("out of order");
        }
    }

    @Test
    void aKeyThatEndsOnePageAndBeginsTheNextIsOne() throws IOException {
        server.then(page("t1", "laptop/a", "laptop/b"), page("", "laptop/b", "laptop/c"));

        assertThat(list("")).containsExactly("a", "b", "c");
    }

    @Test
    void aServerThatIgnoresPrefixAndStartIsPutRight() throws IOException {
        server.then(page("", "elsewhere/log/9", "laptop/a", "laptop/log/1", "laptop/log/2", "laptop/z"));

        assertThat(list("log/", "log/1")).containsExactly("log/2");
    }

    /** As MinIO's, which skips a key. */
    @Test
    void theTokenOfAPageBehindAKeyThatNeedNotBeThereIsNotUsed() throws IOException {
        server.then(
                page("skips-4", "laptop/v/2", "laptop/v/3"),
                page("t2", "laptop/v/4", "laptop/v/5"),
                page("", "laptop/v/6"));

        assertThat(list("v/", "v/1-")).containsExactly("v/2", "v/3", "v/4", "v/5", "v/6");
        assertThat(server.request(1).uri().getQuery())
                .contains("start-after=laptop/v/3")
                .doesNotContain("continuation-token");
        assertThat(server.request(2).uri().getQuery())
                .contains("continuation-token=t2")
                .doesNotContain("start-after");
    }

    @Test
    void pagesOfAServerThatIgnoresTheStartAreReadToTheEnd() throws IOException {
        server.then(page("t1", "laptop/a", "laptop/b"), page("t1", "laptop/a", "laptop/b"), page("", "laptop/c"));

        assertThat(list("", "a")).containsExactly("b", "c");
    }

    @Test
    void aListingWithoutEndIsAnError() {
        server.then(page("t1", "laptop/a"), page("t1", "laptop/b"));

        assertThatThrownBy(() -> list("")).hasMessageContaining("not where they start");
    }

    @Test
    void aFailureOnALaterPageArrivesUnchecked() throws IOException {
        server.then(page("t1", "laptop/a"), error(500, "InternalError", "again"));

        try (Stream<ObjectInfo> list = storage.list("", "")) {
            assertThatThrownBy(list::toList).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void aPageThatIsCutMayComeWholeNextTime() {
        server.then(exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write("<ListBucketResult><Name>backu".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        });

        assertThatThrownBy(() -> storage.list("", ""))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(PermanentStorageException.class);
    }

    @Test
    void theClassOfEachObjectIsTold() throws IOException {
        server.then(page("", "laptop/a"));

        try (Stream<ObjectInfo> list = storage.list("", "")) {
            assertThat(list.findFirst().orElseThrow().storageClass()).contains("DEEP_ARCHIVE");
        }
    }

    private static Answer page(String next, String... keys) {
        return pageWith("", next, keys);
    }

    private static Answer pageWith(String more, String next, String... keys) {
        StringBuilder xml = new StringBuilder("<ListBucketResult><Name>backups</Name><IsTruncated>")
                .append(!next.isEmpty())
                .append("</IsTruncated>")
                .append(more);
        if (!next.isEmpty()) {
            xml.append("<NextContinuationToken>").append(next).append("</NextContinuationToken>");
        }
        for (String key : keys) {
            xml.append("<Contents><Key>")
                    .append(key)
                    .append("</Key><ETag>&quot;e&quot;</ETag><Size>3</Size>")
                    .append("<StorageClass>DEEP_ARCHIVE</StorageClass></Contents>");
        }
        return answer(200, xml.append("</ListBucketResult>").toString());
    }

    private List<String> list(String prefix) throws IOException {
        return list(prefix, "");
    }

    private List<String> list(String prefix, String startAfter) throws IOException {
        try (Stream<ObjectInfo> list = storage.list(prefix, startAfter)) {
            return list.map(info -> info.key().value()).toList();
        }
    }
}
