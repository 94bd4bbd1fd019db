package dev.holdfast.core.backup.compare;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.Failure.Kind;
import dev.holdfast.core.backup.pages.Evidence;
import dev.holdfast.core.catalog.entry.Attributes;
import dev.holdfast.core.catalog.entry.AttributesCodec;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.page.PageSink;
import dev.holdfast.core.failure.FailureList;
import dev.holdfast.core.failure.Problem;
import dev.holdfast.core.posix.ExtendedAttribute;
import dev.holdfast.core.source.FileMetadata;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes entries of what file systems say, and tells whether an entry is still what the parent has. Numbers the file
 * systems of one run. For one thread.
 */
public final class EntryMaker {

    /** A file that was changed this shortly before it was read may change again without a trace in its times. */
    private static final Duration RACY = Duration.ofSeconds(2);

    private final PageSink sink;
    private final int maxPageBytes;
    private final FailureList failures;
    private final InstantSource fileClock;
    private final Map<Long, Integer> fileSystems = new HashMap<>();

    /**
     * @param sink stores attributes that have no room in an entry
     * @param maxPageBytes no page in it is longer
     * @param failures hears of attributes that have no room there either
     * @param fileClock gives the time by which file systems stamp files
     */
    public EntryMaker(PageSink sink, int maxPageBytes, FailureList failures, InstantSource fileClock) {
        this.sink = sink;
        this.maxPageBytes = maxPageBytes;
        this.failures = failures;
        this.fileClock = fileClock;
    }

    /** Whether attributes prove that an entry is what the parent has. */
    public boolean isUnchanged(FileMetadata now, Entry former, @Nullable EntryPath hardLinkTo) {
        return former.isTrustworthy()
                && Evidence.of(former).equals(evidence(now))
                && Objects.equals(former.hardLinkTo().orElse(null), hardLinkTo);
    }

    /** What an entry that was found is compared by. */
    Evidence evidence(FileMetadata now) {
        return Evidence.of(now, ordinal(now));
    }

    private int ordinal(FileMetadata metadata) {
        Integer known = fileSystems.get(metadata.fileSystem());
        if (known == null) {
            known = fileSystems.size();
            fileSystems.put(metadata.fileSystem(), known);
        }
        return known;
    }

    /**
     * An entry without content, read just now.
     *
     * @param metadata with details
     */
    public Entry.Builder entry(EntryPath path, FileMetadata metadata) {
        return entry(path, metadata, fileClock.instant());
    }

    /**
     * As {@link #entry(EntryPath, FileMetadata)}, of what was read at some time.
     *
     * @param readAt by the clock of the file system's host
     */
    public Entry.Builder entry(EntryPath path, FileMetadata metadata, Instant readAt) {
        Entry.Builder entry = Entry.builder(path, metadata.type())
                .sizeBytes(metadata.sizeBytes())
                .mode(metadata.mode())
                .owner(
                        metadata.uid(),
                        metadata.user().orElse(null),
                        metadata.gid(),
                        metadata.group().orElse(null))
                .modified(metadata.modified())
                .changed(metadata.changed())
                .inode(Long.toUnsignedString(metadata.inode()), ordinal(metadata))
                .linkTarget(metadata.linkTarget().orElse(null))
                .racy(metadata.changed().plus(RACY).isAfter(readAt));
        Attributes attributes = attributes(metadata.attributes());
        if (attributes == null) {
            failures.add(
                    path,
                    new Problem(
                            Kind.OTHER,
                            "its extended attributes are more than the " + maxPageBytes
                                    + " bytes that an entry can have; it is kept without them"));
            // So that the next run says so again.
            entry.racy(true);
        } else {
            entry.attributes(attributes);
        }
        metadata.device().ifPresent(device -> entry.device(device.major(), device.minor()));
        return entry;
    }

    private @Nullable Attributes attributes(List<ExtendedAttribute> attributes) {
        if (attributes.isEmpty()) {
            return Attributes.NONE;
        }
        List<Attributes.Attribute> list = new ArrayList<>();
        for (ExtendedAttribute attribute : attributes) {
            list.add(new Attributes.Attribute(attribute.name(), attribute.value()));
        }
        return AttributesCodec.write(list, sink, maxPageBytes);
    }
}
