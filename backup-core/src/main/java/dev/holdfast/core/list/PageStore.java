package dev.holdfast.core.list;

/** Where pages lie. Failures are {@link dev.holdfast.api.error.BackupException}s. */
public interface PageStore {

    /** The page's bytes, checked to have exactly its hash and size. */
    byte[] read(ListPage page);

    /**
     * Makes sure that a page is stored. Need not have stored it when it returns, but before anything is that refers to
     * it.
     *
     * @param sha256 its name
     * @param bytes at most 1 MiB, not changed afterwards
     */
    void write(String sha256, byte[] bytes);

    /** Whether a page of this name may be used: not while an object of that name waits to be deleted. */
    default boolean isFree(String sha256) {
        return true;
    }
}
