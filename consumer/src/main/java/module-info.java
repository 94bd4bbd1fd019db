module consumer {
    requires dev.holdfast.core;
    requires dev.holdfast.pgp;
    requires dev.holdfast.s3;

    uses dev.holdfast.api.storage.StorageProvider;
}
