/** The interfaces and values that applications, storages, ciphers and archive formats are written against. */
module dev.holdfast.api {
    requires static transitive org.jspecify;

    exports dev.holdfast.api;
    exports dev.holdfast.api.backup;
    exports dev.holdfast.api.reclaim;
    exports dev.holdfast.api.selection;
    exports dev.holdfast.api.delta;
    exports dev.holdfast.api.find;
    exports dev.holdfast.api.restore;
    exports dev.holdfast.api.retention;
    exports dev.holdfast.api.verify;
    exports dev.holdfast.api.status;
    exports dev.holdfast.api.archive;
    exports dev.holdfast.api.cipher;
    exports dev.holdfast.api.error;
    exports dev.holdfast.api.model;
    exports dev.holdfast.api.storage;
}
