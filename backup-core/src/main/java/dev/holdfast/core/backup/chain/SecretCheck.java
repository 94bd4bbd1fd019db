package dev.holdfast.core.backup.chain;

import dev.holdfast.api.cipher.ContentCipher;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.FormatException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.KeyException;
import dev.holdfast.api.error.StorageException;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.backup.plan.BackupContext;
import dev.holdfast.core.block.BlockOpener;
import dev.holdfast.core.block.SealedBlock;
import dev.holdfast.core.cipher.NullCipher;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.repository.BlockLocator;

/**
 * Makes sure that a run keeps the secrets of the last snapshot. One that seals under a secret, such as a passphrase,
 * must do so under the same: what a mistyped one seals, nobody opens. And one that seals nothing must not follow one
 * that did: it would store in the clear what somebody wanted to be sealed.
 */
final class SecretCheck {

    private SecretCheck() {}

    /**
     * Opens a block of the last snapshot, from the store and not from local state, which needs no secret.
     *
     * @throws KeyException if it is sealed under another secret of the same kind
     * @throws ConfigurationException if it is sealed, and this run would seal nothing
     */
    static void require(BackupContext context, CommittedState state, RosterEntry last, BlockOpeners openers) {
        ContentCipher cipher = context.sealing().cipher();
        boolean isClear = cipher.name().equals(NullCipher.NAME);
        if (!isClear && !cipher.opensWhatItSeals()) {
            return;
        }
        try {
            Manifest manifest = context.clearPart().manifests().read(state, last);
            boolean isAlike = manifest.cipher().equals(cipher.name());
            if (isAlike && !isClear) {
                open(context, state, last.snapshot(), manifest, openers);
            } else if (!isAlike && isClear) {
                throw new ConfigurationException("the last snapshot, " + last.snapshot() + " in "
                        + context.store().describe() + ", is encrypted, and this run would store everything in the "
                        + "clear; give it a key or, to begin a chain in the clear, make a full backup");
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

    private static void open(
            BackupContext context, CommittedState state, SnapshotId snapshot, Manifest manifest, BlockOpeners openers) {
        ChunkRef root = manifest.catalog();
        SealedBlock block = ParentChooser.fetch(
                context.store(),
                new BlockLocator(state, manifest, context.store())
                        .locate(Purpose.CATALOG, root.writer(), root.block()));
        BlockOpener opener = openers.open(manifest.archive(), manifest.catalogBlockBytes());
        if (opener.mayOpen(block)) {
            opener.open(block, "a block of the catalog of " + snapshot, content -> content);
        }
    }
}
