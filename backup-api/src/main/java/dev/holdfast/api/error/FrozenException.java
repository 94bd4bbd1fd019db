package dev.holdfast.api.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Needed objects lie in an archive class of the store and cannot be read yet. Ask for readable copies, and run the same
 * restore again when they are there; nothing needs to be remembered in between.
 */
public final class FrozenException extends BackupException {

    private static final long serialVersionUID = 1;

    private final transient List<String> frozenObjects;
    private final transient List<String> thawingObjects;

    /**
     * @param frozenObjects keys of those for which no readable copy was asked
     * @param thawingObjects keys of those of which one is being made
     */
    public FrozenException(
            String message, List<String> frozenObjects, List<String> thawingObjects, @Nullable Throwable cause) {
        super(message, cause);
        this.frozenObjects = List.copyOf(frozenObjects);
        this.thawingObjects = List.copyOf(thawingObjects);
    }

    /** Keys of objects for which no readable copy was asked; unmodifiable. */
    public List<String> frozenObjects() {
        return frozenObjects;
    }

    /** Keys of objects of which a readable copy is being made; unmodifiable. */
    public List<String> thawingObjects() {
        return thawingObjects;
    }
}
