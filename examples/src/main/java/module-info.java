/** Small programs that use Holdfast, and the {@code holdfast} command. */
module dev.holdfast.examples {
    requires dev.holdfast.core;
    requires dev.holdfast.pgp;
    requires dev.holdfast.s3;
    // What collections make of the heap's size.
    requires jdk.management;
    // The small S3 server.
    requires jdk.httpserver;
    // Signals.
    requires jdk.unsupported;
    requires static org.jspecify;
}
