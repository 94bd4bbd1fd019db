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
    requires software.amazon.awssdk.profiles;
    requires software.amazon.awssdk.regions;
    requires software.amazon.awssdk.utils;
    requires org.slf4j;
    // For the SDK's HTTP client, which uses it and, as an automatic module, cannot say so.
    requires jdk.net;

    exports dev.holdfast.s3;

    provides dev.holdfast.api.storage.StorageProvider with
            dev.holdfast.s3.S3StorageProvider;
}
