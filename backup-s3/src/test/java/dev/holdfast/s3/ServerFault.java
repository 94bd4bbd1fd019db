package dev.holdfast.s3;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test of a contract for a fault of the server that is used for testing, which S3 does not have. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(ServerFault.All.class)
@ExtendWith(ServerFault.Condition.class)
public @interface ServerFault {

    /** The name of the method. */
    String test();

    String fault();

    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @ExtendWith(ServerFault.Condition.class)
    @interface All {
        ServerFault[] value();
    }

    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            String method = context.getTestMethod()
                    .map(java.lang.reflect.Method::getName)
                    .orElse("");
            return Arrays.stream(context.getRequiredTestClass().getAnnotationsByType(ServerFault.class))
                    .filter(fault -> fault.test().equals(method))
                    .findFirst()
                    .map(fault -> ConditionEvaluationResult.disabled("the test server's fault: " + fault.fault()))
                    .orElse(ConditionEvaluationResult.enabled("no known fault"));
        }
    }
}
