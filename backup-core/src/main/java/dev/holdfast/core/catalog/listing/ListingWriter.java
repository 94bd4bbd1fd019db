package dev.holdfast.core.catalog.listing;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.bytes.ByteSink;
import dev.holdfast.core.catalog.entry.Entry;
import dev.holdfast.core.catalog.entry.EntryCodec;
import dev.holdfast.core.catalog.page.PageRef;
import dev.holdfast.core.catalog.page.PageSink;
import dev.holdfast.core.catalog.page.PageTree;
import dev.holdfast.core.catalog.page.TreeWriter;
import dev.holdfast.core.json.JsonWriter;
import dev.holdfast.core.manifest.ChunkRef;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a listing: takes entries in path order and makes pages of them. A page that the parent's listing has, too, is
 * referred to instead of stored. For one thread.
 */
public final class ListingWriter {

    /** Hears what the pages consist of. */
    public interface Listener {

        /** The next entry of the page that is being made. */
        default void listed(Entry entry) {}

        /** The page is complete; what is listed now belongs to the next one. */
        default void ended(PageRef page) {}

        /** A page was added unread. */
        default void passed(PageRef page) {}
    }

    private final ParentPages parent;
    private final Consumer<ChunkRef> used;
    private final Listener listener;
    private final PageSink sink;
    private final PageCuts cuts;
    private final TreeWriter tree;
    private final ByteSink page = new ByteSink(96 << 10);
    private final JsonWriter json = new JsonWriter(page);
    private int entries;
    private @Nullable EntryPath first;
    private @Nullable EntryPath last;

    /**
     * @param secret the chain's
     * @param parent the pages of the listing that is being compared with
     * @param used hears of every page that the listing consists of
     */
    public ListingWriter(PageSink sink, byte[] secret, ParentPages parent, Consumer<ChunkRef> used, Listener listener) {
        this.parent = parent;
        this.used = used;
        this.listener = listener;
        this.sink = parent.reuse(sink, used);
        this.cuts = new PageCuts(secret);
        this.tree = new TreeWriter(this.sink, cuts);
    }

    /** Adds an entry behind all others. */
    public void add(Entry entry) {
        begin(entry.path());
        EntryCodec.write(json, entry);
        json.endLine();
        end(entry);
    }

    /** Adds an entry as the line that it is in another listing, newline included. */
    public void addLine(Entry entry, byte[] bytes, int offset, int length) {
        begin(entry.path());
        page.write(bytes, offset, length);
        end(entry);
    }

    /**
     * Adds a leaf page of the parent's listing, unread, if its entries by themselves would be that page here, too.
     *
     * @param lastPath of its last entry
     * @return false if they must be added one by one
     */
    public boolean addPage(PageRef leaf, EntryPath lastPath) {
        if (entries > 0
                || !parent.isUsable(leaf)
                || !cuts.endsLeafBehind(
                        lastPath, (int) leaf.count(), leaf.chunk().length())) {
            return false;
        }
        begin(Objects.requireNonNull(leaf.first(), "first"));
        last = lastPath;
        first = null;
        used.accept(leaf.chunk());
        tree.add(leaf);
        listener.passed(leaf);
        return true;
    }

    private void begin(EntryPath path) {
        if (last != null && last.compareTo(path) >= 0) {
            throw new IllegalArgumentException("\"" + path + "\" does not come behind \"" + last + "\"");
        }
        if (first == null) {
            first = path;
        }
        last = path;
    }

    private void end(Entry entry) {
        listener.listed(entry);
        entries++;
        if (cuts.endsLeafBehind(entry.path(), entries, page.size())) {
            endPage();
        }
    }

    private void endPage() {
        EntryPath firstPath = Objects.requireNonNull(first, "first");
        parent.forgetBefore(firstPath);
        PageRef ended = new PageRef(sink.put(page.array(), 0, page.size()), entries, firstPath, 0);
        tree.add(ended);
        listener.ended(ended);
        page.truncate(0);
        entries = 0;
        first = null;
    }

    /** The last entry that was added. */
    public @Nullable EntryPath last() {
        return last;
    }

    /**
     * The listing of the entries so far, which goes on afterwards as if nothing had been.
     *
     * @param other stores the pages that this listing has only because it ends here
     */
    public PageTree checkpoint(PageSink other) {
        TreeWriter copy = tree.copy(other);
        if (entries > 0) {
            EntryPath firstPath = Objects.requireNonNull(first, "first");
            copy.add(new PageRef(other.put(page.array(), 0, page.size()), entries, firstPath, 0));
        }
        return copy.finish();
    }

    /** The whole listing. Nothing can be added afterwards. */
    public PageTree finish() {
        if (entries > 0) {
            endPage();
        }
        return tree.finish();
    }
}
