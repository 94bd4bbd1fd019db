package dev.holdfast.core.read;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.catalog.entry.Attributes;
import dev.holdfast.core.catalog.entry.AttributesCodec;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.page.PageSource;
import dev.holdfast.core.posix.DeviceNumber;
import dev.holdfast.core.posix.ExtendedAttribute;
import dev.holdfast.core.source.FileMetadata;
import java.util.ArrayList;
import java.util.List;

/** Makes of an entry what a file system is told. */
public final class EntryMetadata {

    /** For what has no mode of its own: named streams, and directories above them. */
    private static final int FILE_MODE = 0600;

    private static final int DIRECTORY_MODE = 0700;

    private EntryMetadata() {}

    /**
     * With details.
     *
     * @throws IntegrityException if a page of attributes is damaged, or the entry says what no file system can
     */
    public static FileMetadata of(Entry entry, PageSource pages) {
        boolean directory = entry.type() == EntryType.DIRECTORY;
        try {
            FileMetadata.Builder metadata = FileMetadata.builder(entry.type())
                    .sizeBytes(entry.sizeBytes())
                    .mode(entry.mode().orElse(directory ? DIRECTORY_MODE : FILE_MODE))
                    .owner(entry.userId().orElse(0), entry.userName().orElse(null))
                    .group(entry.groupId().orElse(0), entry.groupName().orElse(null))
                    .modified(entry.modified())
                    .attributes(attributes(entry, pages));
            entry.linkTarget().ifPresent(metadata::linkTarget);
            if (entry.type() == EntryType.CHARACTER_DEVICE || entry.type() == EntryType.BLOCK_DEVICE) {
                metadata.device(new DeviceNumber(entry.deviceMajor(), entry.deviceMinor()));
            }
            return metadata.build();
        } catch (IllegalArgumentException e) {
            throw new IntegrityException("the entry " + entry.path() + " is malformed: " + e.getMessage(), e);
        }
    }

    /** Whether it says whose the entry is; a named stream does not. */
    public static boolean hasOwner(Entry entry) {
        return entry.userId().isPresent() && entry.groupId().isPresent();
    }

    private static List<ExtendedAttribute> attributes(Entry entry, PageSource pages) {
        if (entry.attributes() == Attributes.NONE) {
            return List.of();
        }
        List<ExtendedAttribute> attributes = new ArrayList<>();
        for (Attributes.Attribute attribute : AttributesCodec.read(entry.attributes(), pages)) {
            attributes.add(new ExtendedAttribute(attribute.name(), attribute.value()));
        }
        return attributes;
    }
}
