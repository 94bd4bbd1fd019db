package dev.holdfast.examples;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.verify.VerifyResult;
import dev.holdfast.core.Holdfast;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Checks what is stored, and how old it is, on a machine that has no key at all. */
public final class CheckRepository {

    private CheckRepository() {}

    // begin snippet
    static List<String> damage(URI store) {
        try (BackupRepository repository = Holdfast.repository().storage(store).open()) {
            VerifyResult result = repository.verify().run();
            return result.findings().stream().map(Object::toString).toList();
        }
    }

    /**
     * For a monitor: whether there is a young snapshot, and nothing is absent that a snapshot needs. Reads no content.
     */
    static boolean isWell(URI store, Duration longestAge) {
        try (BackupRepository repository = Holdfast.repository().storage(store).open()) {
            Instant now = Instant.now();
            return repository
                            .snapshots()
                            .newest()
                            .filter(newest ->
                                    Duration.between(newest.time(), now).abs().compareTo(longestAge) < 0)
                            .isPresent()
                    && repository.status().damagedObjects().isEmpty();
        }
    }
    // end snippet
}
