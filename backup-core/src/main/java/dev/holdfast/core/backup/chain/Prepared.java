package dev.holdfast.core.backup.chain;

import dev.holdfast.api.model.Notice;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.core.catalog.CatalogCache;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.selection.OwnPlaces;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run knows before it looks at a source.
 *
 * @param state the repository as the run found it
 * @param id of the new snapshot
 * @param choice what is continued
 * @param cache local copies of catalog blocks
 * @param scratch a directory for files of the run
 * @param own where the run itself writes
 * @param notices gathers what the user should know
 */
public record Prepared(
        CommittedState state,
        SnapshotId id,
        ParentChooser.Choice choice,
        CatalogCache cache,
        Path scratch,
        OwnPlaces own,
        List<Notice> notices) {

    public ChainState chain() {
        return choice.chain();
    }
}
