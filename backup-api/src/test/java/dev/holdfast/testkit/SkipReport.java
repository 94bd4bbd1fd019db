package dev.holdfast.testkit;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints one line for each reason for which tests were skipped, so that nobody takes a skipped test for a passed one.
 * Found by JUnit itself wherever the testkit is on the class path.
 */
public final class SkipReport implements TestExecutionListener {
    private final Map<String, Integer> testsByReason = new ConcurrentSkipListMap<>();

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        count(reason);
    }

    /** A failed assumption aborts its test. */
    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == Status.ABORTED) {
            count(result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        testsByReason.forEach((reason, tests) -> System.out.printf("SKIPPED (tests: %d) %s%n", tests, reason));
    }

    private void count(String reason) {
        testsByReason.merge(reason.replaceFirst("^Assumption failed: (skipped: )?", ""), 1, Integer::sum);
    }
}
