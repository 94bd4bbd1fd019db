package dev.holdfast.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.verify.Finding;
import dev.holdfast.core.catalog.entry.Content;
import dev.holdfast.core.catalog.entry.ContentItem;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.listing.PageCuts;
import dev.holdfast.core.testing.HandMadeSnapshot;
import dev.holdfast.core.testing.TestRepository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restore refuses is damage, though every byte has its hash. */
class MalformedListingTest {

    private static final Entry ROOT = entry("", EntryType.DIRECTORY).build();

    @TempDir
    Path directory;

    private TestRepository repository;

    @BeforeEach
    void open() {
        repository = new TestRepository(directory.resolve("state"));
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private List<Finding> findings(Entry... entries) {
        return findings(List.of(entries));
    }

    private List<Finding> findings(List<Entry> entries) {
        HandMadeSnapshot.commit(repository, directory.resolve("scratch"), entries);
        return repository.verify().data().run().findings();
    }

    private void assertDamage(String said, Entry... entries) {
        assertThat(findings(entries)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Finding.Severity.DAMAGE);
            assertThat(finding.object()).get().asString().startsWith("manifests/");
            assertThat(finding.message()).contains(said);
        });
    }

    private static Entry.Builder entry(String path, EntryType type) {
        return Entry.builder(EntryPath.of(path), type).mode(0755).owner(0, null, 0, null);
    }

    private static Entry.Builder file(String path, long holeBytes) {
        return entry(path, EntryType.FILE)
                .sizeBytes(holeBytes)
                .content(Content.of(List.of(ContentItem.hole(holeBytes))));
    }

    private static Entry link(String path, String to, long sizeBytes) {
        return entry(path, EntryType.FILE)
                .sizeBytes(sizeBytes)
                .hardLinkTo(EntryPath.of(to))
                .build();
    }

    @Test
    void whatCanBeRestoredIsNoDamage() {
        assertThat(findings(
                        ROOT,
                        file("a", 10).build(),
                        entry("b", EntryType.FILE).sizeBytes(10).failed(true).build(),
                        link("c", "a", 10)))
                .isEmpty();
    }

    @Test
    void contentThatDoesNotAddUpToTheSize() {
        assertDamage(
                "only 10 bytes, expected 11", ROOT, file("a", 10).sizeBytes(11).build());
    }

    @Test
    void contentThatIsLongerThanTheSize() {
        assertDamage("more bytes, expected 9", ROOT, file("a", 10).sizeBytes(9).build());
    }

    @Test
    void anEntryBelowAFile() {
        assertDamage(
                "\"a/b\" lies below \"a\"",
                ROOT,
                file("a", 10).build(),
                file("a/b", 10).build());
    }

    @Test
    void anEntryBelowTheLastFileOfThePageBefore() {
        PageCuts cuts = new PageCuts(new byte[32]);
        List<Entry> entries = new ArrayList<>(List.of(ROOT));
        for (int i = 1; i < PageCuts.MIN_ITEMS - 1; i++) {
            entries.add(entry("d" + (char) ('a' + i), EntryType.DIRECTORY).build());
        }
        String last = IntStream.range(0, 10_000)
                .mapToObj(i -> "f" + i)
                .filter(name -> cuts.endsLeafBehind(EntryPath.of(name), PageCuts.MIN_ITEMS, 0))
                .findFirst()
                .orElseThrow();
        entries.add(file(last, 10).build());
        entries.add(file(last + "/a", 10).build());
        assertThat(findings(entries))
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .contains("\"" + last + "/a\" lies below \"" + last + "\"");
    }

    @Test
    void aHardLinkToNothing() {
        assertDamage("hard link to \"a\"", ROOT, link("b", "a", 10));
    }

    @Test
    void aHardLinkToWhatComesLater() {
        assertDamage(
                "hard link to \"b\"", ROOT, link("a", "b", 10), file("b", 10).build());
    }

    @Test
    void aHardLinkToAnotherSize() {
        assertDamage("hard link to \"a\"", ROOT, file("a", 10).build(), link("b", "a", 9));
    }

    @Test
    void anOwnerThatNoSystemHas() {
        assertDamage(
                "owner number",
                ROOT,
                entry("a", EntryType.FIFO).owner(1L << 32, null, 0, null).build());
    }

    @Test
    void aListingWithoutTheRoot() {
        assertDamage("root", file("a", 10).build());
    }

    @Test
    void anEmptyListing() {
        assertDamage("root");
    }
}
