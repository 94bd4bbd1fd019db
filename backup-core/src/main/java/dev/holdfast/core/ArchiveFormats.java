package dev.holdfast.core;

import dev.holdfast.api.archive.ArchiveFormat;
import dev.holdfast.api.error.FormatException;
import dev.holdfast.core.archive.StoredFormat;
import dev.holdfast.core.archive.ZstdFormat;

/** Finds the archive format that a manifest names: the one that was set up, those of this module, those of services. */
final class ArchiveFormats {

    private final ArchiveFormat chosen;

    ArchiveFormats(ArchiveFormat chosen) {
        this.chosen = chosen;
    }

    ArchiveFormat byName(String name) {
        if (chosen.name().equals(name)) {
            return chosen;
        }
        if (name.equals(ZstdFormat.NAME)) {
            return ZstdFormat.standard();
        }
        ArchiveFormat stored = new StoredFormat();
        if (stored.name().equals(name)) {
            return stored;
        }
        return Services.find(ArchiveFormat.class, format -> format.name().equals(name))
                .orElseThrow(() -> new FormatException("the archive format \"" + name
                        + "\" is not at hand; give it to the builder, or put its module on the class or module path"));
    }
}
