package dev.holdfast.core.backup;

import java.util.concurrent.atomic.LongAdder;

/** What a run counts while several threads work for it. */
final class RunCounters {

    /** Content bytes that were read. */
    final LongAdder readBytes = new LongAdder();

    /** Of them, those that were there already. */
    final LongAdder deduplicatedBytes = new LongAdder();

    /** Content bytes of entries that need no reading. */
    final LongAdder unchangedBytes = new LongAdder();

    /** Entries that were met. */
    final LongAdder entries = new LongAdder();
}
