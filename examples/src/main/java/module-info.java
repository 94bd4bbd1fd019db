/** Small programs that use Holdfast, and the {@code holdfast} command. */
module dev.holdfast.examples {
    requires dev.holdfast.core;
    requires dev.holdfast.pgp;
    requires dev.holdfast.s3;
    requires static org.jspecify;
}
