package dev.holdfast.core.read;

import dev.holdfast.api.cipher.Purpose;
import java.util.Optional;

/** Says where the blocks lie that a snapshot needs, moves applied. Thread-safe. */
@FunctionalInterface
public interface BlockPlaces {

    /**
     * @return nothing if the snapshot does not need such a block
     * @throws dev.holdfast.api.error.IntegrityException if what describes the block's volume is damaged
     */
    Optional<BlockPlace> find(Purpose purpose, String writer, int block);
}
