package dev.holdfast.core.backup.content;

import dev.holdfast.api.model.EntryPath;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What a run counts, and is at, while several threads work for it. */
public final class RunCounters {

    /** Content bytes that were read. */
    public final LongAdder readBytes = new LongAdder();

    /** Of them, those that were there already. */
    public final LongAdder deduplicatedBytes = new LongAdder();

    /** Content bytes of entries that need no reading. */
    public final LongAdder unchangedBytes = new LongAdder();

    /** Content bytes of all files that were met, read or not. */
    public final LongAdder foundBytes = new LongAdder();

    /** Entries that were met. */
    public final LongAdder entries = new LongAdder();

    /** What is being looked at or read; null where nothing is. */
    public volatile @Nullable EntryPath current;
}
