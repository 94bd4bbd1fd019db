/** The S3 storage of Holdfast. */
module dev.holdfast.s3 {
    requires transitive dev.holdfast.api;
    requires static org.jspecify;
    requires java.xml;
    // In the builder's signatures.
    requires transitive software.amazon.awssdk.services.s3;
    requires transitive software.amazon.awssdk.auth;
    requires software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.core;
    requires software.amazon.awssdk.http;
    requires software.amazon.awssdk.http.apache5;
    requires software.amazon.awssdk.regions;
    requires software.amazon.awssdk.utils;
    // For the SDK and its HTTP client, which use them and, as automatic modules, cannot say so.
    requires org.slf4j;
    requires jdk.net;

    exports dev.holdfast.s3;

    provides dev.holdfast.api.storage.StorageProvider with
            dev.holdfast.s3.S3StorageProvider;
}
