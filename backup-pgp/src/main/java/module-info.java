/** The OpenPGP cipher and signer of Holdfast. */
module dev.holdfast.pgp {
    requires transitive dev.holdfast.api;
    requires static org.jspecify;
    requires org.bouncycastle.pg;
    requires org.bouncycastle.provider;

    exports dev.holdfast.pgp;
}
