package dev.holdfast.examples.spi;

import dev.holdfast.api.archive.ArchiveFormat;
import dev.holdfast.testkit.archive.ArchiveFormatContract;

class DeflateFormatContractTest extends ArchiveFormatContract {

    @Override
    protected ArchiveFormat format() {
        return new DeflateFormat();
    }
}
