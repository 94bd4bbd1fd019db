package dev.holdfast.core.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.posix.ExtendedAttribute;
import dev.holdfast.core.posix.OpenEntry;
import dev.holdfast.core.posix.Posix;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.source.MetadataReader;
import dev.holdfast.core.testing.WeirdTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataWriterTest {

    private final Posix posix = Posix.best();

    @TempDir
    Path directory;

    private Path file;
    private FileMetadata now;

    @BeforeEach
    void make() throws IOException {
        file = Files.createFile(directory.resolve("file"));
        now = read();
    }

    private FileMetadata read() throws IOException {
        return new MetadataReader(posix).read(file).orElseThrow();
    }

    private List<Unapplied.Kind> apply(FileMetadata wanted, Ownership ownership) throws IOException {
        try (OpenEntry entry = posix.openEntry(file)) {
            return kinds(new MetadataWriter(posix, ownership).apply(entry, wanted));
        }
    }

    private static List<Unapplied.Kind> kinds(List<Unapplied> unapplied) {
        return unapplied.stream().map(Unapplied::kind).toList();
    }

    @Test
    void whatFailsDoesNotKeepTheOthersAway() throws Exception {
        FileMetadata wanted = now.toBuilder()
                .attributes(List.of(new ExtendedAttribute("nonsense.name", new byte[1])))
                .mode(0604)
                .modified(Instant.ofEpochSecond(1, 23))
                .build();
        assertThat(apply(wanted, Ownership.BY_NAME)).containsExactly(Unapplied.Kind.ATTRIBUTE);
        assertThat(read().mode()).isEqualTo(0604);
        assertThat(read().modified()).isEqualTo(Instant.ofEpochSecond(1, 23));
    }

    @Test
    void attributesOfUsersThatAreNotWantedAreTakenAway() throws Exception {
        ExtendedAttribute wanted = new ExtendedAttribute("user.wanted", new byte[2]);
        FileMetadata both = now.toBuilder()
                .attributes(List.of(new ExtendedAttribute("user.other", new byte[1]), wanted))
                .build();
        assumeTrue(apply(both, Ownership.BY_NAME).isEmpty(), "this file system has no attributes");
        assertThat(apply(now.toBuilder().attributes(List.of(wanted)).build(), Ownership.BY_NAME))
                .isEmpty();
        assertThat(posix.attributes(file, EntryType.FILE)).containsExactly(wanted);
    }

    @Test
    void setIdBitsAreNotGivenToSomebodyElse() throws Exception {
        FileMetadata wanted =
                now.toBuilder().owner(now.uid() + 1, null).mode(06755).build();
        assertThat(apply(wanted, Ownership.NOT_KEPT)).containsExactly(Unapplied.Kind.SET_ID);
        assertThat(read().mode()).isEqualTo(0755);
        assertThat(read().uid()).isEqualTo(now.uid());
    }

    /** Whoever owned it may have written to it after it was compared with the snapshot. */
    @Test
    void aFileThatWasSomebodyElsesGetsNoRightsToLend() throws Exception {
        assumeTrue(WeirdTree.isRoot(), "only root gives files away");
        byte[] capability = {1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        FileMetadata wanted = now.toBuilder()
                .attributes(List.of(new ExtendedAttribute("security.capability", capability)))
                .mode(04755)
                .build();
        Files.setAttribute(file, "unix:uid", 12_345);
        MetadataWriter writer = new MetadataWriter(posix, Ownership.BY_NUMBER);
        try (OpenEntry entry = posix.openEntry(file)) {
            assertThat(kinds(writer.refresh(entry, wanted)))
                    .containsExactly(Unapplied.Kind.SET_ID, Unapplied.Kind.SET_ID);
            assertThat(read().mode()).isEqualTo(0755);
            assertThat(read().uid()).isEqualTo(now.uid());
            assertThat(posix.attributes(file, EntryType.FILE)).isEmpty();
            assertThat(writer.refresh(entry, wanted)).as("its owner's by now").isEmpty();
        }
        assertThat(read().mode()).isEqualTo(04755);
    }

    @Test
    void setIdBitsSurviveTheChangeOfOwner() throws Exception {
        assumeTrue(WeirdTree.isRoot(), "only root gives files away");
        FileMetadata wanted = now.toBuilder()
                .owner(4_000_000_000L, null)
                .group(77_777, null)
                .mode(06755)
                .build();
        assertThat(apply(wanted, Ownership.BY_NUMBER)).isEmpty();
        assertThat(read().mode()).isEqualTo(06755);
        assertThat(read().uid()).isEqualTo(4_000_000_000L);
        assertThat(read().gid()).isEqualTo(77_777);
    }

    @Test
    void withoutRightsTheOwnerIsReportedAndTheRestApplied() throws Exception {
        assumeFalse(WeirdTree.isRoot(), "root may give files away");
        FileMetadata wanted = now.toBuilder()
                .owner(0, "root")
                .mode(0604)
                .modified(Instant.EPOCH)
                .build();
        assertThat(apply(wanted, Ownership.BY_NAME)).containsExactly(Unapplied.Kind.OWNER);
        assertThat(read().mode()).isEqualTo(0604);
        assertThat(read().modified()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void aNameCountsMoreThanANumberIfItIsKnownHere() throws Exception {
        assumeTrue(WeirdTree.isRoot(), "only root gives files away");
        FileMetadata wanted = now.toBuilder()
                .owner(54_321, "daemon")
                .group(54_321, "no-such-group-here")
                .build();
        assertThat(apply(wanted, Ownership.BY_NAME)).isEmpty();
        assertThat(read().user()).contains("daemon");
        assertThat(read().gid()).isEqualTo(54_321);

        assertThat(apply(wanted, Ownership.BY_NUMBER)).isEmpty();
        assertThat(read().uid()).isEqualTo(54_321);
    }

    @Test
    void linksThemselvesAreChangedNeverWhatTheyLeadTo() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        FileMetadata wanted = FileMetadata.builder(EntryType.SYMLINK)
                .owner(now.uid(), null)
                .group(now.gid(), null)
                .modified(Instant.ofEpochSecond(5, 6_000))
                .build();
        try (OpenEntry entry = posix.openEntry(link)) {
            assertThat(new MetadataWriter(posix, Ownership.BY_NUMBER).apply(entry, wanted))
                    .isEmpty();
        }
        assertThat(new MetadataReader(posix).read(link).orElseThrow().modified())
                .isEqualTo(Instant.ofEpochSecond(5, 6_000));
        assertThat(read().modified()).isEqualTo(now.modified());
    }
}
