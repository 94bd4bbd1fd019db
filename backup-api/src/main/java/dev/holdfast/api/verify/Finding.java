package dev.holdfast.api.verify;

import dev.holdfast.api.model.EntryPath;
import java.util.Optional;

/** One thing that is wrong: with an object of the store, or with an entry of a snapshot. Immutable. */
public interface Finding {

    /** How bad a finding is. */
    enum Severity {
        /** Stored content is lost, damaged or forged. */
        DAMAGE,
        /** The snapshot and the live tree differ. */
        DIFFERENCE
    }

    Severity severity();

    /** The key of the object that has the damage; empty for a difference. */
    Optional<String> object();

    /** The path of the entry that differs; empty for damage, which may concern many. */
    Optional<EntryPath> path();

    /** For people: what was expected and found, and what it means. */
    String message();

    /** The object's key or the entry's path, nothing for the root, and the message. */
    @Override
    String toString();
}
