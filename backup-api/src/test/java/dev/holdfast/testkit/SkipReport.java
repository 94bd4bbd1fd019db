package dev.holdfast.testkit;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Prints one line for each reason for which tests of a process were skipped, so that nobody takes a skipped test for a
 * passed one. Found by JUnit itself wherever the testkit is on the class path.
 */
public final class SkipReport implements TestExecutionListener {
    private final Set<String> reasons = ConcurrentHashMap.newKeySet();

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        tell(reason);
    }

    /** A failed assumption aborts its test. */
    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == Status.ABORTED) {
            tell(result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
        }
    }

    private void tell(String reason) {
        String skip = reason.replaceFirst("^Assumption failed: (skipped: )?", "");
        if (reasons.add(skip)) {
            System.out.println("SKIPPED " + skip);
        }
    }
}
