module consumer {
    requires dev.holdfast.core;
    requires dev.holdfast.pgp;
    requires dev.holdfast.s3;
}
