package dev.holdfast.examples;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.verify.VerifyResult;
import dev.holdfast.core.Holdfast;
import java.net.URI;
import java.util.List;

/** Checks every stored byte against its hash, on a machine that has no key at all. */
public final class CheckRepository {

    private CheckRepository() {}

    // begin snippet
    static List<String> damage(URI store) {
        try (BackupRepository repository = Holdfast.repository().storage(store).open()) {
            VerifyResult result = repository.verify().run();
            return result.findings().stream().map(Object::toString).toList();
        }
    }
    // end snippet
}
