package dev.holdfast.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.verify.Finding;
import dev.holdfast.core.testing.ForgedRepository;
import dev.holdfast.core.testing.ForgedRepository.Part;
import dev.holdfast.core.testing.TestRepository;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
            assertThat(finding.object()).isEqualTo(object);
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
                .filteredOn(finding -> finding.object().equals(ForgedRepository.DATA_VOLUME))
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
}
