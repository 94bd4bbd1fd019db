/** The engine of Holdfast. A program begins with {@link dev.holdfast.core.Holdfast#repository}. */
module dev.holdfast.core {
    requires transitive dev.holdfast.api;
    requires static org.jspecify;
    requires com.fasterxml.jackson.core;
    requires com.github.luben.zstd_jni;
    requires org.slf4j;
    // A user may leave JNA out; what it would reach is then not kept.
    requires static com.sun.jna;

    exports dev.holdfast.core;
    exports dev.holdfast.core.archive;
    exports dev.holdfast.core.storage;

    uses dev.holdfast.api.archive.ArchiveFormat;
    uses dev.holdfast.api.storage.StorageProvider;

    provides dev.holdfast.api.storage.StorageProvider with
            dev.holdfast.core.storage.LocalStorageProvider;
}
