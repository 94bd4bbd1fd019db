package dev.holdfast.core.verify;

import dev.holdfast.api.ProgressListener;
import dev.holdfast.api.model.EntryPath;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.selection.Selection;
import dev.holdfast.api.storage.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What a check shall look at.
 *
 * @param snapshot only what this one needs; null for all
 * @param part which volumes are fetched
 * @param live tree to compare the snapshot with; null for none
 * @param selection what of that tree is compared
 * @param path of the snapshot that the tree's root is compared with
 */
record VerificationPlan(
        @Nullable SnapshotId snapshot,
        boolean presenceOnly,
        Part part,
        boolean data,
        @Nullable Path live,
        Selection selection,
        EntryPath path,
        ProgressListener listener) {

    /** One of several parts of all volumes, told by their names, so that a volume stays in its part. */
    record Part(int number, int of) {

        static final Part WHOLE = new Part(1, 1);

        Part {
            if (number < 1 || number > of) {
                throw new IllegalArgumentException("there is no part " + number + " of " + of);
            }
        }

        boolean has(ObjectKey volume) {
            CRC32C crc = new CRC32C();
            crc.update(volume.value().getBytes(StandardCharsets.UTF_8));
            return crc.getValue() % of == number - 1;
        }
    }
}
