package dev.holdfast.api.model;

/** The types of entries that a snapshot keeps. Sockets are not kept. */
public enum EntryType {
    /** A regular file, or a named stream. */
    FILE,
    DIRECTORY,
    SYMLINK,
    FIFO,
    CHARACTER_DEVICE,
    BLOCK_DEVICE
}
