package dev.holdfast.s3;

import dev.holdfast.api.storage.Storage;
import java.util.Map;

/**
 * What Amazon's storage classes ask for early deletion and for reading. Prices of us-east-1, for a gigabyte: {@code STANDARD_IA} 0.0125 a
 * month and 0.01 a retrieval, {@code ONEZONE_IA} 0.01 and 0.01, {@code GLACIER_IR} 0.004 and 0.03; other regions are dearer in about the same
 * proportion.
 */
final class ClassTerms {

    private static final Map<String, Storage.Terms> TERMS = Map.of(
            "STANDARD_IA", new Storage.Terms(false, 30, 24),
            "ONEZONE_IA", new Storage.Terms(false, 30, 30),
            "GLACIER_IR", new Storage.Terms(false, 90, 225),
            "GLACIER", new Storage.Terms(true, 90, 0),
            "DEEP_ARCHIVE", new Storage.Terms(true, 180, 0));

    private ClassTerms() {}

    static Storage.Terms of(String storageClass) {
        return TERMS.getOrDefault(storageClass, Storage.Terms.FREE);
    }
}
