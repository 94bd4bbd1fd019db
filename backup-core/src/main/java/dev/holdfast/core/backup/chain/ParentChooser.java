package dev.holdfast.core.backup.chain;

import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.cipher.Purpose;
import dev.holdfast.api.error.BackupException;
import dev.holdfast.api.error.ConfigurationException;
import dev.holdfast.api.error.FormatException;
import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.error.KeyException;
import dev.holdfast.api.model.Notice;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.storage.ByteRange;
import dev.holdfast.core.backup.plan.BackupContext;
import dev.holdfast.core.backup.plan.BackupPlan;
import dev.holdfast.core.block.BlockOpener;
import dev.holdfast.core.block.SealedBlock;
import dev.holdfast.core.catalog.CatalogBlocks;
import dev.holdfast.core.catalog.CatalogCache;
import dev.holdfast.core.catalog.CatalogRoot;
import dev.holdfast.core.catalog.CatalogRootCodec;
import dev.holdfast.core.list.ListReader;
import dev.holdfast.core.log.CommittedState;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.ChunkRef;
import dev.holdfast.core.manifest.LiveShares;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.manifest.NeededVolume;
import dev.holdfast.core.manifest.WriterId;
import dev.holdfast.core.repository.BlockLocator;
import dev.holdfast.core.repository.BlockPlace;
import dev.holdfast.core.store.ObjectStore;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Decides whether a run continues a chain, and opens what it continues. Where the parent's catalog can be opened
 * neither from the local state nor with a key, a new chain begins, and a notice says why.
 */
public final class ParentChooser {

    /** What the run continues, and where the parent's pages are read. */
    public record Choice(ChainState chain, CatalogBlocks catalog) {}

    private final BackupContext context;
    private final BackupPlan plan;
    private final CommittedState state;
    private final CatalogCache cache;
    private final BlockOpeners openers;
    private final SecureRandom random;
    private final List<Notice> notices;

    public ParentChooser(
            BackupContext context,
            BackupPlan plan,
            CommittedState state,
            CatalogCache cache,
            BlockOpeners openers,
            SecureRandom random,
            List<Notice> notices) {
        this.context = context;
        this.plan = plan;
        this.state = state;
        this.cache = cache;
        this.openers = openers;
        this.random = random;
        this.notices = notices;
    }

    public Choice choose() {
        Optional<RosterEntry> partial = state.partial();
        Optional<RosterEntry> candidate = partial.or(state::newest);
        if (candidate.isEmpty()) {
            if (plan.chain() == BackupPlan.Chain.INCREMENTAL) {
                throw new ConfigurationException("there is no snapshot in "
                        + context.store().describe() + " to continue; make a full backup first");
            }
            return newChain();
        }
        RosterEntry entry = candidate.get();
        if (plan.chain() != BackupPlan.Chain.FULL) {
            SecretCheck.require(context, state, entry, openers);
        }
        if (isFullWanted(entry)) {
            return newChain();
        }
        try {
            Choice choice = open(entry);
            if (entry.partial()) {
                notices.add(Notice.of(
                        Notice.Kind.RESUMED, "continues the run " + entry.snapshot() + ", which was interrupted"));
            }
            return choice;
        } catch (KeyException | IntegrityException | FormatException e) {
            return newChainBecause(entry.snapshot(), e);
        }
    }

    private boolean isFullWanted(RosterEntry entry) {
        boolean unfinishedFull = entry.partial() && entry.kind() == SnapshotKind.FULL;
        if (plan.chain() == BackupPlan.Chain.FULL) {
            return !unfinishedFull;
        }
        return plan.fullIfBefore()
                .map(limit -> limit.apply(context.clock().instant()))
                .map(limit -> WriterId.second(entry.chain().value()).isBefore(limit))
                .orElse(false);
    }

    private Choice newChainBecause(SnapshotId last, BackupException reason) {
        String message = "the last snapshot " + last + " cannot be continued: " + reason.getMessage();
        if (plan.chain() == BackupPlan.Chain.INCREMENTAL) {
            throw new ConfigurationException(
                    message + "; an incremental backup was asked for, so nothing was done", reason);
        }
        notices.add(Notice.of(Notice.Kind.NEW_CHAIN, "a new chain was begun, since " + message));
        return newChain();
    }

    private Choice newChain() {
        ChainState chain = ChainState.begun(random);
        BlockOpener opener = openers.open(context.sealing().archive().name(), chain.catalogBlockBytes());
        CatalogBlocks own = new CatalogBlocks(
                cache,
                (writer, block) -> {
                    throw new IntegrityException(
                            "catalog block " + writer + "/" + block + " belongs to no earlier snapshot");
                },
                opener);
        return new Choice(chain, own);
    }

    private Choice open(RosterEntry entry) {
        Damage damage = Damage.of(plan.damaged(), state, entry, context.store());
        Manifest manifest = context.clearPart().manifests().read(state, entry);
        requireSealedAlike(manifest);
        BlockOpener opener = openers.open(manifest.archive(), manifest.catalogBlockBytes());
        BlockLocator locator = new BlockLocator(state, manifest, context.store());
        CatalogBlocks catalog = new CatalogBlocks(
                cache,
                (writer, block) -> fetch(context.store(), locator.locate(Purpose.CATALOG, writer, block)),
                opener);
        Supplier<Iterator<NeededVolume>> needed =
                () -> new ListReader<>(NeededVolume.CODEC, state.pages()).all(manifest.needed());
        requireReadable(entry.snapshot(), needed.get(), catalog);
        CatalogRoot root = root(catalog, manifest.catalog(), entry.snapshot());
        if (!plan.sourceMismatchAllowed()) {
            SourceCheck.require(root, context.host(), sources());
        }
        CatalogRoot.Base rootBase = root.base();
        CatalogRoot base = rootBase == null ? null : root(catalog, rootBase.catalog(), rootBase.snapshot());
        ChainState.Parent parent = new ChainState.Parent(
                manifest,
                entry.sha256(),
                root,
                base,
                needed,
                new LiveShares(needed.get(), root.sparse(), damage.lostBlocks()),
                damage.isPresent());
        damage.notice().ifPresent(notices::add);
        ChainState chain = new ChainState(
                root.secret(), root.chunking(), manifest.blockBytes(), manifest.catalogBlockBytes(), parent);
        return new Choice(chain, catalog);
    }

    private void requireSealedAlike(Manifest manifest) {
        if (!manifest.cipher().equals(context.sealing().cipher().name())) {
            throw new KeyException("it is sealed with the cipher " + manifest.cipher() + ", but "
                    + context.sealing().cipher().name() + " is set up");
        }
        if (!manifest.archive().equals(context.sealing().archive().name())) {
            // A manifest names the format of all blocks that it needs, those of its parents too.
            throw new FormatException("its chain has the archive format " + manifest.archive() + ", but "
                    + context.sealing().archive().name() + " is set up");
        }
    }

    /** What is given now. A source that is not there is no other one; that it is missing will be said. */
    private List<CatalogRoot.Source> sources() {
        return plan.sources().stream()
                .filter(source -> source.root() == null || Files.exists(source.root()))
                .map(BackupPlan.Source::inCatalog)
                .toList();
    }

    static SealedBlock fetch(ObjectStore store, BlockPlace place) {
        byte[] sealed = store.readVerified(
                place.volume(),
                ByteRange.of(place.offset(), place.sealedBytes()),
                HexFormat.of().formatHex(place.sha256()),
                "a catalog block of " + place.volume());
        return new SealedBlock(ByteBuffer.wrap(sealed), place.sha256());
    }

    private static CatalogRoot root(CatalogBlocks catalog, ChunkRef place, SnapshotId snapshot) {
        return CatalogRootCodec.read(catalog.read(place), "catalog of " + snapshot);
    }

    /**
     * Makes sure that no page will be missing later: every needed block has a local copy, or a key opens its writer's.
     */
    private void requireReadable(SnapshotId last, Iterator<NeededVolume> needed, CatalogBlocks catalog) {
        Set<String> opened = new HashSet<>();
        while (needed.hasNext()) {
            NeededVolume volume = needed.next();
            if (volume.purpose() != Purpose.CATALOG) {
                continue;
            }
            String writer = volume.writer();
            for (int i = 0; i < volume.blockCount(); i++) {
                int block = volume.firstBlock() + i;
                if (volume.isNeeded(i) && !opened.contains(writer) && !cache.has(writer, block)) {
                    open(catalog, writer, block, last);
                    opened.add(writer);
                }
            }
        }
    }

    private void open(CatalogBlocks catalog, String writer, int block, SnapshotId last) {
        try {
            catalog.open(writer, block);
        } catch (KeyException e) {
            String shared = "another host or user backs up to this place too";
            String price = "each run of either stores all of its files again, and removals count the snapshots of both";
            throw new KeyException(
                    "its catalog is not in the local state of this host, and no key here opens it (" + e.getMessage()
                            + "). "
                            + (cache.knowsOnlyOthersThan(last.value())
                                    ? "That state has an earlier run of this host, so " + shared + ": " + price
                                            + ". Give each its own place"
                                    : "Either that state was lost, then the next run continues this one; or " + shared
                                            + ", then " + price
                                            + ": give each its own place. A catalog key tells the two apart"),
                    e);
        }
    }
}
