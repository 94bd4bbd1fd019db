package dev.holdfast.core;

/** The entry to the library. */
public final class Holdfast {

    private Holdfast() {}

    /**
     * Begins to say which repository, and how. Ends with {@link RepositoryBuilder#open},
     * {@link RepositoryBuilder#create} or {@link RepositoryBuilder#openOrCreate}.
     */
    public static RepositoryBuilder repository() {
        return new RepositoryBuilder();
    }
}
