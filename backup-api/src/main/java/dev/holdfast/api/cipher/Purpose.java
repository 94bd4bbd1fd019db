package dev.holdfast.api.cipher;

/** What is sealed. The two never share a session key, and the catalog may have more recipients than the data. */
public enum Purpose {
    /** Content of files. */
    DATA,
    /** Listings and indexes: names, sizes, times and chunk hashes; no content. */
    CATALOG
}
