package dev.holdfast.core.archive;

import dev.holdfast.api.archive.ArchiveFormat;
import dev.holdfast.testkit.archive.ArchiveFormatContract;

class ZstdFormatContractTest extends ArchiveFormatContract {

    @Override
    protected ArchiveFormat format() {
        return ZstdFormat.standard();
    }
}
