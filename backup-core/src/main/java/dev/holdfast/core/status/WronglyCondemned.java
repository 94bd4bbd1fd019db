package dev.holdfast.core.status;

import dev.holdfast.core.log.Condemned;

/**
 * An object that is needed although the head condemns it: its list is wrong, or was forged.
 *
 * @param entry of the list
 * @param isOfHead whether it is a page of the head's own lists, which no snapshot needs
 */
public record WronglyCondemned(Condemned entry, boolean isOfHead) {

    /** What is wrong, and what to do. */
    public String message() {
        return "needed by a " + (isOfHead ? "list of the head" : "snapshot")
                + ", but the list of condemned objects names it since record " + entry.record()
                + (entry.deleting()
                        ? ", and says that it is being deleted"
                        : ", to be deleted from " + entry.due() + " on")
                + "; a sweep leaves it alone"
                + (isOfHead
                        ? ", until the list has changed there and needs it no more"
                        : ": make a backup that repairs, then remove the snapshots that need it");
    }
}
