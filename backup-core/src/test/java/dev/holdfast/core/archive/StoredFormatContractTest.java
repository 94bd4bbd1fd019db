package dev.holdfast.core.archive;

import dev.holdfast.api.archive.ArchiveFormat;
import dev.holdfast.testkit.archive.ArchiveFormatContract;

class StoredFormatContractTest extends ArchiveFormatContract {

    @Override
    protected ArchiveFormat format() {
        return new StoredFormat();
    }
}
