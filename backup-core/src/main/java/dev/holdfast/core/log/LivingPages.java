package dev.holdfast.core.log;

import dev.holdfast.core.list.ClearList;
import dev.holdfast.core.list.ListReader;
import dev.holdfast.core.list.PageRef;
import dev.holdfast.core.list.PageStore;
import dev.holdfast.core.store.Layout;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pages as they can be used on a state: none of those that it condemns, since they are about to be deleted under their names.
 * Thread-safe.
 */
final class LivingPages implements PageStore {

    private final PageStore store;
    private final ClearList<Condemned> condemned;
    private @Nullable Set<String> dying;

    LivingPages(PageStore store, ClearList<Condemned> condemned) {
        this.store = store;
        this.condemned = condemned;
    }

    @Override
    public byte[] read(PageRef page) {
        return store.read(page);
    }

    @Override
    public void write(String sha256, byte[] bytes) {
        store.write(sha256, bytes);
    }

    @Override
    public boolean isFree(String sha256) {
        return !dying().contains(sha256);
    }

    private synchronized Set<String> dying() {
        Set<String> known = dying;
        if (known == null) {
            known = new HashSet<>();
            Iterator<Condemned> pages = new ListReader<>(Condemned.CODEC, store).from(condemned, Layout.PAGES);
            while (pages.hasNext()) {
                String key = pages.next().object().value();
                if (!key.startsWith(Layout.PAGES)) {
                    break;
                }
                known.add(key.substring(Layout.PAGES.length()));
            }
            dying = known;
        }
        return known;
    }
}
