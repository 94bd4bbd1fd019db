package dev.holdfast.core.store;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.list.ClearList;
import dev.holdfast.core.list.ListPage;
import dev.holdfast.core.list.PageStore;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pages of lists in a repository. Does not store a page again that it has read or stored; so one instance must not
 * outlive what its reader knows of the repository's head. Thread-safe.
 */
public final class StoredPages implements PageStore {

    private final ObjectStore store;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    public StoredPages(ObjectStore store) {
        this.store = store;
    }

    @Override
    public byte[] read(ListPage page) {
        String what = "page pages/" + page.sha256();
        byte[] bytes = store.readVerified(Layout.page(page.sha256()), page.sha256(), ClearList.MAX_PAGE_BYTES, what);
        if (bytes.length != page.sizeBytes()) {
            throw new IntegrityException(
                    what + " has " + bytes.length + " bytes; the reference to it says " + page.sizeBytes());
        }
        known.add(page.sha256());
        return bytes;
    }

    @Override
    public void write(String sha256, byte[] bytes) {
        if (!known.contains(sha256)) {
            store.putClear(Layout.page(sha256), bytes);
            known.add(sha256);
        }
    }
}
