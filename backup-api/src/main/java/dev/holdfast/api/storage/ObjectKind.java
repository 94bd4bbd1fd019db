package dev.holdfast.api.storage;

/** What an object is to the repository. A store may choose a storage class by it. */
public enum ObjectKind {
    /** Sealed content, by far the most bytes; read only to restore, verify or compact. May live in a cold class. */
    VOLUME,
    /** Sealed listings and indexes; must be readable at once. */
    CATALOG,
    /** Clear descriptions: manifests, signatures, inventories, pages; must be readable at once. */
    MANIFEST,
    /** Records of the log; must be readable at once. */
    LOG,
    /** The lease, the only object that is ever replaced; must be readable at once. */
    LEASE
}
