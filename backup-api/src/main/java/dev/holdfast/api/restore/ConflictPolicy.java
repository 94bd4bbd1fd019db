package dev.holdfast.api.restore;

/**
 * What a restore does where an entry exists that differs from the snapshot's. Equal files are always left alone. One
 * that differs in mode, owner or times alone gets those of the snapshot, unless it is to be kept. A directory in use,
 * with something in it, keeps its mode, owner and attributes unless entries may be replaced, and gets its times; one
 * that is empty, or that an interrupted restore has made and not finished, gets all of them.
 */
public enum ConflictPolicy {
    /**
     * Leaves it and lists it as a failure; where that is the mode, owner or attributes of a directory, counts it as
     * kept and a notice says so.
     */
    FAIL,
    /** Leaves it and counts it as kept. */
    KEEP,
    /** Replaces a file, link or the like; a directory is never replaced, nor does it replace anything. */
    OVERWRITE
}
