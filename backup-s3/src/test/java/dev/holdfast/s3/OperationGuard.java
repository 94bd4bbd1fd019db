package dev.holdfast.s3;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Stands between client and server as the policy would: refuses every operation that it does not allow, and records
 * all.
 */
final class OperationGuard implements ExecutionInterceptor {

    /** What {@code s3:ListBucket}, {@code s3:GetObject} and {@code s3:PutObject} allow. */
    static final Set<String> READ = Set.of("ListObjectsV2", "GetObject", "HeadObject");

    static final Set<String> WRITE =
            Set.of("PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload");
    static final Set<String> DELETE = Set.of("DeleteObject", "DeleteObjects");

    private final Set<String> allowed;
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();

    OperationGuard(Set<String> allowed) {
        this.allowed = allowed;
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        if (!allowed.contains(operation)) {
            refused.add(operation);
            throw S3Exception.builder()
                    .statusCode(403)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("AccessDenied")
                            .errorMessage("the policy does not allow " + operation)
                            .build())
                    .build();
        }
        sent.add(operation);
        keys.add(operation + " "
                + context.request().getValueForField("Key", String.class).orElse(""));
    }

    /** One name for each HTTP request, in order; empties itself. */
    List<String> take() {
        List<String> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    /** Operation and key of each HTTP request so far. */
    List<String> keys() {
        return keys;
    }

    List<String> refused() {
        return refused;
    }
}
