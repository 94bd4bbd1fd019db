package dev.holdfast.core.verify;

import dev.holdfast.core.log.Condemned;
import dev.holdfast.core.status.NeededObjects;
import dev.holdfast.core.verify.content.Findings;

/** Whether the head condemns what it needs. */
final class Condemnations {

    private Condemnations() {}

    /** Finds each object that is needed and condemned. A sweep deletes it when it is due. */
    static void check(NeededObjects needed, Findings findings) {
        for (Condemned each : needed.wronglyCondemned()) {
            findings.damaged(
                    each.object(),
                    "it is needed, but the list of condemned objects names it since record " + each.record()
                            + (each.deleting()
                                    ? ", and says that it is being deleted"
                                    : ", to be deleted from " + each.due() + " on")
                            + "; copy it elsewhere before the next clean-up, which deletes it");
        }
    }
}
