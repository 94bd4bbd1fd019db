package dev.holdfast.core.failure;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;

/** Warns once of failures of what a run can do without; the debug log has them all. Thread-safe. */
public final class FirstFailure {

    private final AtomicBoolean told = new AtomicBoolean();

    /** @param tried as in "cannot keep a copy" */
    public void tell(Logger log, String tried, IOException failure) {
        if (told.getAndSet(true)) {
            log.debug("{}: {}", tried, Reasons.of(failure));
        } else {
            log.warn("{}: {}; nothing is kept there now, which is said once", tried, Reasons.of(failure));
        }
    }
}
