package dev.holdfast.core.backup.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.source.FileMetadata;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EvidenceDigestTest {

    private static final EntryPath PATH = EntryPath.of("a");
    private static final Instant TIME = Instant.parse("2026-11-23T08:00:00.123456789Z");

    private static Evidence evidence() {
        return new Evidence(EntryType.FILE, 7, TIME, TIME, "12", 0, 0644, 1000, 100, "jan", "users");
    }

    private static String digest(EntryPath path, Evidence... all) {
        EvidenceDigest digest = new EvidenceDigest();
        for (Evidence each : all) {
            digest.add(path, each);
        }
        return HexFormat.of().formatHex(digest.finish());
    }

    @Test
    void everyAttributeCounts() {
        Instant later = TIME.plusNanos(1);
        Instant muchLater = TIME.plusSeconds(1);
        List<Evidence> all = List.of(
                evidence(),
                new Evidence(EntryType.DIRECTORY, 7, TIME, TIME, "12", 0, 0644, 1000, 100, "jan", "users"),
                new Evidence(EntryType.FILE, 8, TIME, TIME, "12", 0, 0644, 1000, 100, "jan", "users"),
                new Evidence(EntryType.FILE, 7, later, TIME, "12", 0, 0644, 1000, 100, "jan", "users"),
                new Evidence(EntryType.FILE, 7, muchLater, TIME, "12", 0, 0644, 1000, 100, "jan", "users"),
                new Evidence(EntryType.FILE, 7, TIME, later, "12", 0, 0644, 1000, 100, "jan", "users"),
                new Evidence(EntryType.FILE, 7, TIME, muchLater, "12", 0, 0644, 1000, 100, "jan", "users"),
                new Evidence(EntryType.FILE, 7, TIME, null, "12", 0, 0644, 1000, 100, "jan", "users"),
                new Evidence(EntryType.FILE, 7, TIME, Instant.EPOCH, "12", 0, 0644, 1000, 100, "jan", "users"),
                new Evidence(EntryType.FILE, 7, TIME, TIME, "13", 0, 0644, 1000, 100, "jan", "users"),
                new Evidence(EntryType.FILE, 7, TIME, TIME, "12", 1, 0644, 1000, 100, "jan", "users"),
                new Evidence(EntryType.FILE, 7, TIME, TIME, "12", 0, 0645, 1000, 100, "jan", "users"),
                new Evidence(EntryType.FILE, 7, TIME, TIME, "12", 0, 0644, 1001, 100, "jan", "users"),
                new Evidence(EntryType.FILE, 7, TIME, TIME, "12", 0, 0644, 1000, 101, "jan", "users"),
                new Evidence(EntryType.FILE, 7, TIME, TIME, "12", 0, 0644, 1000, 100, "jana", "users"),
                new Evidence(EntryType.FILE, 7, TIME, TIME, "12", 0, 0644, 1000, 100, "jan", "user"),
                new Evidence(EntryType.FILE, 7, TIME, TIME, "12", 0, 0644, 1000, 100, "janu", "sers"));
        Set<String> digests = new HashSet<>();
        all.forEach(each -> digests.add(digest(PATH, each)));
        digests.add(digest(EntryPath.of("b"), evidence()));
        digests.add(digest(PATH));
        digests.add(digest(PATH, evidence(), evidence()));
        assertThat(digests).hasSize(all.size() + 3);
    }

    @Test
    void whatWasFinishedOrForgottenCountsNoMore() {
        EvidenceDigest digest = new EvidenceDigest();
        digest.add(PATH, evidence());
        digest.finish();
        digest.add(EntryPath.of("b"), evidence());
        digest.clear();
        digest.add(PATH, evidence());
        assertThat(HexFormat.of().formatHex(digest.finish())).isEqualTo(digest(PATH, evidence()));
    }

    /** The listing and the file system say the same in different ways. */
    @Test
    void anEntryHasTheEvidenceThatItsFileGave() {
        FileMetadata found = FileMetadata.builder(EntryType.FILE)
                .sizeBytes(7)
                .modified(TIME)
                .changed(TIME)
                .identity(3, -1)
                .mode(0644)
                .build();
        Entry listed = Entry.builder(PATH, EntryType.FILE)
                .sizeBytes(7)
                .modified(TIME)
                .changed(TIME)
                .inode("18446744073709551615", 0)
                .mode(0644)
                .owner(found.uid(), null, found.gid(), null)
                .build();
        assertThat(Evidence.of(found, 0)).isEqualTo(Evidence.of(listed));
        assertThat(digest(PATH, Evidence.of(found, 0))).isEqualTo(digest(PATH, Evidence.of(listed)));
    }
}
