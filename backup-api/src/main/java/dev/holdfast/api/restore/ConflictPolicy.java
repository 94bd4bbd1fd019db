package dev.holdfast.api.restore;

/**
 * What a restore does where an entry exists that differs from the snapshot's. Equal files are always left alone. One that differs in mode,
 * owner or times alone gets those of the snapshot, unless it is to be kept. A directory that exists gets them in any case, for it may be one
 * that an interrupted restore has made and not finished.
 */
public enum ConflictPolicy {
    /** Leaves it and lists it as a failure. */
    FAIL,
    /** Leaves it and counts it as kept. */
    KEEP,
    /** Replaces a file, link or the like; a directory is never replaced, nor does it replace anything. */
    OVERWRITE
}
