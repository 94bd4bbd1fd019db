package dev.holdfast.core.backup.chain;

import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.error.FormatException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.KeyException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.core.backup.plan.BackupContext;
import dev.holdfast.core.block.BlockOpener;
import dev.holdfast.core.block.SealedBlock;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.repository.BlockLocator;

/**
 * Makes sure that a run which seals under a secret, such as a passphrase, does so under that of the last snapshot: what
 * a mistyped one seals, nobody opens.
 */
final class SecretCheck {

    private SecretCheck() {}

    /**
     * Opens a block of the last snapshot, from the store and not from local state, which needs no secret.
     *
     * @throws KeyException if it is sealed under another secret of the same kind
     */
    static void require(BackupContext context, CommittedState state, RosterEntry last, BlockOpeners openers) {
        if (!context.sealing().cipher().opensWhatItSeals()) {
            return;
        }
        try {
            Manifest manifest = context.clearPart().manifests().read(state, last);
            if (!manifest.cipher().equals(context.sealing().cipher().name())) {
                return;
            }
            ChunkRef root = manifest.catalog();
            SealedBlock block = ParentChooser.fetch(
                    context.store(),
                    new BlockLocator(state, manifest, context.store())
                            .locate(Purpose.CATALOG, root.writer(), root.block()));
            BlockOpener opener = openers.open(manifest.archive(), manifest.catalogBlockBytes());
            if (opener.mayOpen(block)) {
                opener.open(block, "a block of the catalog of " + last.snapshot(), content -> content);
            }
        } catch (KeyException e) {
            throw new KeyException(
                    "the last snapshot, " + last.snapshot() + " in "
                            + context.store().describe() + ", is sealed under another secret than this run: "
                            + e.getMessage()
                            + "; give that one or, to begin a chain under the new one, make a full backup",
                    e);
        } catch (IntegrityException | FormatException | StorageException e) {
            // What cannot be read tells nothing of the secret; whoever needs it will hear of it.
        }
    }
}
