package dev.holdfast.core.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.Snapshot;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.verify.Finding;
import dev.holdfast.core.testing.ForgedRepository;
import dev.holdfast.core.testing.ForgedRepository.Part;
import dev.holdfast.core.testing.TestRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What docs/format.md excludes is found, though every byte has its hash. */
class ForgedRepositoryTest {

    @TempDir
    Path directory;

    private TestRepository repository;
    private final ForgedRepository forged = new ForgedRepository();

    @BeforeEach
    void open() {
        repository = new TestRepository(directory.resolve("state"));
    }

    @AfterEach
    void close() {
        repository.close();
    }

    private List<Finding> findings() {
        forged.write(repository);
        return repository.verify().data().run().findings();
    }

    private void assertDamage(String object, String said) {
        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Finding.Severity.DAMAGE);
            assertThat(finding.object()).hasValue(object);
            assertThat(finding.message()).contains(said);
        });
    }

    @Test
    void whatIsAsTheDocumentSaysIsSound() {
        assertThat(findings()).isEmpty();
        repository.newest().restore().path("p").as(directory.resolve("p")).run();
        assertThat(directory.resolve("p")).hasContent("first,second\0\0\0\0\0");
    }

    @Test
    void aNeededSetWithoutABlockThatTheListingRefersTo() {
        forged.with(
                Part.LISTING,
                "\"block\":\"" + ForgedRepository.WRITER + "/0\",\"offset\":0,\"length\":6",
                "\"block\":\"" + ForgedRepository.WRITER + "/5\",\"offset\":0,\"length\":6");
        assertDamage(
                ForgedRepository.MANIFEST, "does not name, so a removal of other snapshots may delete them: 1 times");
    }

    @Test
    void aNeededSetWithoutASixteenthThatTheListingRefersTo() {
        forged.with(Part.MANIFEST, "\"fill\":\"1\"", "\"fill\":\"1\",\"live\":\"0001\"");
        assertDamage(ForgedRepository.MANIFEST, "2 times, first to block 0 of data/" + ForgedRepository.WRITER);
    }

    /** A repair is to begin a new chain then, and takes the keys of objects. */
    @Test
    void aFileThatRefersToOtherBytesThanWereWritten() {
        forged.with(
                Part.LISTING,
                "\"block\":\"" + ForgedRepository.WRITER + "/0\",\"offset\":0,\"length\":6",
                "\"block\":\"" + ForgedRepository.WRITER + "/0\",\"offset\":3,\"length\":6");
        assertDamage(ForgedRepository.MANIFEST, "which is not what the block holds there");
    }

    @Test
    void aFillThatIsTooLarge() {
        forged.with(Part.MANIFEST, "\"fill\":\"1\"", "\"fill\":\"f\"");
        assertDamage(ForgedRepository.DATA_VOLUME, "16 sixteenths of block 0");
    }

    @Test
    void twoVolumesThatHoldTheSameBlock() {
        String item = "{\"volume\":\"" + ForgedRepository.DATA_VOLUME + "\"";
        forged.with(
                Part.MANIFEST,
                item,
                "{\"volume\":\"data/" + ForgedRepository.WRITER + "/00000000\",\"first\":0,\"blocks\":1"
                        + ",\"size\":1,\"fill\":\"1\",\"inventory\":{\"key\":\"" + ForgedRepository.INVENTORY
                        + "\",\"offset\":0,\"length\":1,\"sha256\":\"" + "00".repeat(32) + "\"}}," + item);
        assertThat(findings())
                .filteredOn(finding -> finding.object()
                        .filter(ForgedRepository.DATA_VOLUME::equals)
                        .isPresent())
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .contains("begin with 0, but has those of data/" + ForgedRepository.WRITER
                        + "/00000000 before it end behind");
    }

    @Test
    void anInventoryThatGivesABlockOtherContent() {
        forged.with(Part.SECTION, "\"content\":65554", "\"content\":65555");
        assertDamage(ForgedRepository.DATA_VOLUME, "has 65554 bytes of content, but 65555 by its inventory");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "LISTING -> \"size\":6 -> \"size\":\"06\" -> expected a number",
                "LISTING -> 1793491100.000000000 -> 01793491100.000000000 -> expected a time",
                "LISTING -> 1793491100.000000000 -> 1793491100123456.000000000 -> expected a time",
                "LISTING -> 1793491100.000000000 -> -0.000000000 -> expected a time",
                "LISTING -> ab/0\",\"offset\":0 -> ab/00\",\"offset\":0 -> expected a number behind the last slash",
                "LISTING -> \"inode\":\"11\" -> \"inode\":\"011\" -> not the number of an inode",
                "LISTING -> 1:3 -> 01:3 -> not a device",
                "LISTING -> 1:3 -> +1:3 -> not a device",
                "LISTING -> \"path\":\"d\" -> \"path64\":\"ZD==\" -> base64 in another form",
                "LISTING -> \"directory\" -> \"directory\",\"size\":0 -> size, content or link of what is no file",
                "LISTING -> \"directory\" -> \"directory\",\"target\":\"a\" -> or another entry with one",
                "LISTING -> \"symlink\" -> \"symlink\",\"content\":[{\"hole\":1}] -> size, content or link",
                "LISTING -> \"link\":\"a\" -> \"link\":\"a\",\"content\":[{\"hole\":6}] -> content of a link",
                "LISTING -> \"content\":[{ -> \"content\":[{\"hole\":6, -> a hole that is a chunk as well",
                "LISTING -> \"contentPages\" -> \"content\":[],\"contentPages\" -> content in both forms",
                "LISTING -> \"target\":\"a\" -> \"target\":\"\" -> leads nowhere",
                "LISTING -> {\"path\":\"d/c\" -> {\"path\":\"e/c\" -> listed without its directory",
                "LISTING -> \"target\" -> \"attributes\":[{\"name\":\"b\",\"value64\":\"\"},{\"name\":\"a\",\"value64\":\"\"}],\"target\" -> out of order",
                "LISTING -> \"target\" -> \"attributes\":[{\"name\":\"\",\"value64\":\"\"}],\"target\" -> an attribute without a name",
                "LISTING_REFERENCES -> \"count\":7 -> \"count\":8 -> expected 7 items below",
                "LISTING_REFERENCES -> \"first\":\"\" -> \"first\":\"a\" -> is not what the reference to it says",
                "CONTENT_REFERENCES -> \"count\":3 -> \"count\":4 -> expected 3 items below",
                "CONTENT_REFERENCES -> \"bytes\":17 -> \"bytes\":18 -> is not what the reference to it says",
                "CONTENT_PAGE -> {\"hole\":5} -> {\"hole\":4} -> it has 3 items of 16 bytes",
                "ROOT -> 0123456789ab -> 0123456789ac -> is that of snapshot",
                "ROOT -> \"listing\" -> \"frontier\":\"z\",\"listing\" -> is that of an unfinished state",
                "ROOT -> \"index\":[ -> \"other\":[ -> without \"index\"",
                "ROOT -> \"chunks\":2 -> \"chunks\":3 -> has 2 records, expected 3",
                "INDEX -> 5891b5b5 -> 5891b5b4 -> chunk of 6 bytes at 0 in block 20261101T000000Z-0123456789ab/0 of data/ is in the index, but",
                "INDEX -> 0001000600000006 -> 0001000700000006 -> is not what the block holds there",
                "INDEX -> e6966537 -> 06966537 -> its record 1 is out of order",
                "INDEX -> 000000000000000000010006 -> 000000010000000000010006 -> its record 1 names no chunk of the runs of its segment",
                "MANIFEST -> \"cipher\" -> \"tags\":[\"\"],\"cipher\" -> a tag has 1 to 200 characters",
                "MANIFEST -> \"blockBytes\":1048576 -> \"blockBytes\":-0,\"x\":1 -> expected a number",
                "MANIFEST -> inventories/20261101T000000Z-0123456789ab/1 -> inventories/20261101T000000Z-0123456789ab/01 -> expected the key",
            })
    void aSnapshotOfAnotherFormThanTheDocuments(Part part, String expected, String otherForm, String said) {
        forged.with(part, expected, otherForm);
        assertDamage(ForgedRepository.MANIFEST, said);
    }

    /** Backups continue the newest snapshot only, which has an index of its own. */
    @Test
    void theIndexOfAnOlderSnapshotIsUsedNoMore() throws Exception {
        forged.with(Part.INDEX, "5891b5b5", "5891b5b4");
        forged.write(repository);
        Snapshot older = repository.newest();
        repository.backUp(Files.createDirectory(directory.resolve("source")));

        assertThat(repository.verify().snapshot(older).data().run().findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "\"number\":2 -> \"number\":\"02\"",
                "\"writer\":\"2026 -> \"writer\":\"x2026",
                "/1\",\"sha256\" -> /1.sig\",\"sha256\"",
                "/1\",\"sha256\" -> /01\",\"sha256\"",
                "\"condemned\":{\"items\":[ -> \"condemned\":{\"items\":[{\"object\":\"pages/x\",\"record\":1,\"due\":\"1.000000000\"}",
                "\"moves\":{\"items\":[ -> \"moves\":{\"items\":[{\"blocks\":\"data/20261101T000000Z-0123456789ab\",\"first\":0,\"count\":1,\"volume\":\"catalog/20261101T000000Z-0123456789ab/00000001\",\"at\":0,\"inventory\":{\"key\":\"inventories/20261101T000000Z-0123456789ab/1\",\"offset\":0,\"length\":9,\"sha256\":\"0000000000000000000000000000000000000000000000000000000000000000\"}}",
            })
    void aRecordOfAnotherFormThanTheDocuments(String expected, String otherForm) {
        forged.with(Part.RECORD, expected, otherForm);
        forged.write(repository);
        assertThatThrownBy(() -> repository.state())
                .isInstanceOf(IntegrityException.class)
                .hasMessageContaining("log/999999999997");
    }
}
