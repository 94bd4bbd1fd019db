package dev.holdfast.api.cipher;

import java.util.List;

/**
 * Whether an {@link Opener} can open a message.
 *
 * @param possible whether a fitting secret is at hand; a wrong passphrase may still fail later
 * @param keyIds identifiers of the keys that open it, for a message to the user; empty where there are none
 */
public record Ability(boolean possible, List<String> keyIds) {

    public Ability {
        keyIds = List.copyOf(keyIds);
    }
}
