package dev.holdfast.core;

/** The entry to the library; {@linkplain dev.holdfast.core its package} shows a whole program. */
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
