package dev.holdfast.core.log;

import dev.holdfast.core.list.ClearList;
import dev.holdfast.core.list.ListPage;
import dev.holdfast.core.list.ListReader;
import dev.holdfast.core.list.PageStore;
import dev.holdfast.core.store.Layout;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Pages as they can be used on a state: none of those that it condemns, since they are about to be deleted under their
 * names. Thread-safe.
 */
final class LivingPages implements PageStore {

    private final PageStore store;
    private final ClearList<Condemned> condemned;
    /** What is written, by name, until it is known what of it is needed; null where it is stored at once. */
    private final @Nullable Map<String, byte[]> deferred;

    private @Nullable Set<String> dying;

    LivingPages(PageStore store, ClearList<Condemned> condemned) {
        this(store, condemned, null);
    }

    private LivingPages(PageStore store, ClearList<Condemned> condemned, @Nullable Map<String, byte[]> deferred) {
        this.store = store;
        this.condemned = condemned;
        this.deferred = deferred;
    }

    /** The same pages, but what is written is stored only by {@link #store(Set)}. */
    LivingPages deferring() {
        return new LivingPages(store, condemned, new ConcurrentHashMap<>());
    }

    /** The same pages for another list. */
    LivingPages condemning(ClearList<Condemned> other) {
        return new LivingPages(store, other, deferred);
    }

    /** Stores those of the deferred pages that have these names. */
    void store(Set<String> names) {
        Map<String, byte[]> waiting = Objects.requireNonNull(deferred);
        for (String name : names) {
            byte[] bytes = waiting.remove(name);
            if (bytes != null) {
                store.write(name, bytes);
            }
        }
    }

    @Override
    public byte[] read(ListPage page) {
        byte[] waiting = deferred == null ? null : deferred.get(page.sha256());
        return waiting == null ? store.read(page) : waiting;
    }

    @Override
    public void write(String sha256, byte[] bytes) {
        if (deferred == null) {
            store.write(sha256, bytes);
        } else {
            deferred.put(sha256, bytes);
        }
    }

    @Override
    public synchronized boolean isFree(String sha256) {
        return !dying().contains(sha256);
    }

    /** Keeps more names from use. */
    synchronized void avoid(Set<String> names) {
        dying().addAll(names);
    }

    private Set<String> dying() {
        Set<String> known = dying;
        if (known == null) {
            known = new HashSet<>();
            Iterator<Condemned> pages = new ListReader<>(Condemned.CODEC, store).startingWith(condemned, Layout.PAGES);
            while (pages.hasNext()) {
                known.add(pages.next().object().value().substring(Layout.PAGES.length()));
            }
            dying = known;
        }
        return known;
    }
}
