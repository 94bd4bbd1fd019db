/** The S3 storage of Holdfast. */
module dev.holdfast.s3 {
    requires transitive dev.holdfast.api;
    requires static org.jspecify;
    requires transitive software.amazon.awssdk.services.s3;
    requires software.amazon.awssdk.http.apache5;
}
