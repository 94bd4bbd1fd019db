package dev.holdfast.core.block;

/**
 * Decides which blocks of earlier runs may be referred to again: those that the parent snapshot needs, unless too
 * little of their content is live. Thread-safe.
 */
@FunctionalInterface
public interface UsableBlocks {

    boolean isUsable(String writer, int block);
}
