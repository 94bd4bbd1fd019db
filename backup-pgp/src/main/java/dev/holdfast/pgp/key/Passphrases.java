package dev.holdfast.pgp.key;

import org.jspecify.annotations.Nullable;

/** Asks for passphrases. The characters are overwritten after use, so each answer is an array of its own. */
public interface Passphrases {

    /**
     * @param description of what the passphrase is for, to show to a person
     * @return null if there is none
     */
    char @Nullable [] ask(String description);
}
