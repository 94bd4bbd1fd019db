package dev.holdfast.core.selection;

import dev.holdfast.api.model.EntryType;
import dev.holdfast.api.selection.SelectionRule;
import dev.holdfast.api.selection.SelectionRule.Sense;
import dev.holdfast.core.posix.PathBytes;
import dev.holdfast.core.source.EntryFilter.Decision;
import dev.holdfast.core.source.FileMetadata;
import dev.holdfast.core.source.SourceEntry;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A rule that is ready to be asked about entries. Thread-safe. */
@FunctionalInterface
interface Condition {

    /**
     * @param path the full path
     * @param entry with metadata
     * @return null for no opinion
     */
    @Nullable
    Decision decide(byte[] path, SourceEntry entry);

    /** @param fileSystem of the source */
    static Condition of(SelectionRule rule, long fileSystem) {
        if (rule instanceof SelectionRule.ByGlob glob) {
            return byGlob(glob);
        }
        if (rule instanceof SelectionRule.ByRegex regex) {
            Decision decision = decision(regex.sense());
            return (path, entry) -> regex.regex().isFoundIn(path) ? decision : null;
        }
        if (rule instanceof SelectionRule.IfPresent present) {
            byte[] name = present.name().bytes();
            return (path, entry) -> isDirectory(entry)
                            && Files.exists(PathBytes.child(entry.location(), name), LinkOption.NOFOLLOW_LINKS)
                    ? Decision.EXCLUDE
                    : null;
        }
        if (rule instanceof SelectionRule.Caches) {
            return (path, entry) -> isDirectory(entry) && CacheTag.isIn(entry.location()) ? Decision.EXCLUDE : null;
        }
        return byMetadata(rule, fileSystem);
    }

    private static Condition byGlob(SelectionRule.ByGlob rule) {
        boolean include = rule.sense() == Sense.INCLUDE;
        Decision decision = decision(rule.sense());
        return (path, entry) -> {
            boolean directory = isDirectory(entry);
            if (rule.glob().matches(path, directory)) {
                return decision;
            }
            return include && directory && rule.glob().mayMatchBelow(path) ? Decision.SCAN : null;
        };
    }

    private static Condition byMetadata(SelectionRule rule, long fileSystem) {
        if (rule instanceof SelectionRule.DeviceFiles) {
            return excluding(metadata ->
                    metadata.type() == EntryType.CHARACTER_DEVICE || metadata.type() == EntryType.BLOCK_DEVICE);
        }
        if (rule instanceof SelectionRule.OtherFileSystems) {
            return excluding(metadata -> metadata.fileSystem() != fileSystem);
        }
        if (rule instanceof SelectionRule.OlderThan older) {
            Instant time = older.time();
            return excluding(metadata ->
                    metadata.type() == EntryType.FILE && metadata.modified().isBefore(time));
        }
        if (rule instanceof SelectionRule.LargerThan larger) {
            return excluding(metadata -> metadata.type() == EntryType.FILE && metadata.sizeBytes() > larger.bytes());
        }
        throw new IllegalStateException("no condition for " + rule);
    }

    private static Condition excluding(Predicate<FileMetadata> predicate) {
        return (path, entry) -> predicate.test(entry.metadata()) ? Decision.EXCLUDE : null;
    }

    private static Decision decision(Sense sense) {
        return sense == Sense.INCLUDE ? Decision.INCLUDE : Decision.EXCLUDE;
    }

    private static boolean isDirectory(SourceEntry entry) {
        return entry.metadata().type() == EntryType.DIRECTORY;
    }
}
