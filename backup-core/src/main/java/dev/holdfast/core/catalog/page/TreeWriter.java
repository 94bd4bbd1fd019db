package dev.holdfast.core.catalog.page;

import dev.holdfast.api.model.EntryPath;
import dev.holdfast.core.bytes.ByteSink;
import dev.holdfast.core.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the upper levels of a tree while its leaf pages are being made. Holds at most a root's worth of references for
 * each level. For one thread.
 */
public final class TreeWriter {

    /** Says where pages of references end, so that unchanged stretches give the same pages again. */
    public interface Cut {
        /**
         * @param level of the page of references, ≥ 1
         * @param references in the page, the last one included
         */
        boolean endsBehind(int level, PageRef last, int references);
    }

    /** Ends a page when it has 256 references. */
    public static final Cut BY_NUMBER = (level, last, references) -> references >= 256;

    /** Fewer than a reader accepts: every snapshot stores its roots anew. */
    private static final int ROOT_PAGES = 32;

    /** Long paths end a page of references early, so that it, and the root, fit into a block. */
    private static final int MAX_PAGE_BYTES = 64 << 10;

    private static final int REFERENCE_BYTES = 200;

    private final PageSink sink;
    private final Cut cut;
    private final List<List<PageRef>> levels = new ArrayList<>();

    public TreeWriter(PageSink sink, Cut cut) {
        this.sink = sink;
        this.cut = cut;
        levels.add(new ArrayList<>());
    }

    /** A writer that goes on from here on its own, into another sink. */
    public TreeWriter copy(PageSink otherSink) {
        TreeWriter copy = new TreeWriter(otherSink, cut);
        copy.levels.clear();
        for (List<PageRef> held : levels) {
            copy.levels.add(new ArrayList<>(held));
        }
        return copy;
    }

    /** Adds a leaf page behind all others. */
    public void add(PageRef leaf) {
        add(0, leaf);
    }

    private void add(int level, PageRef page) {
        if (level == levels.size()) {
            levels.add(new ArrayList<>());
        }
        List<PageRef> held = levels.get(level);
        held.add(page);
        if (held.size() > ROOT_PAGES
                || held.stream().mapToInt(TreeWriter::bytes).sum() > MAX_PAGE_BYTES) {
            store(level, false);
        }
    }

    /** Stores the pages that have ended, and the open one too if nothing follows. */
    private void store(int level, boolean last) {
        List<PageRef> held = levels.get(level);
        List<PageRef> references = new ArrayList<>();
        List<PageRef> done = new ArrayList<>();
        int bytes = 0;
        for (PageRef page : held) {
            references.add(page);
            bytes += bytes(page);
            boolean full = bytes > MAX_PAGE_BYTES && references.size() > 1;
            if (full || cut.endsBehind(level + 1, page, references.size())) {
                done.add(store(references));
                references.clear();
                bytes = 0;
            }
        }
        if (last && !references.isEmpty()) {
            done.add(store(references));
            references.clear();
        }
        held.clear();
        held.addAll(references);
        for (PageRef page : done) {
            add(level + 1, page);
        }
    }

    /** What a reference takes as JSON, about. */
    private static int bytes(PageRef page) {
        EntryPath first = page.first();
        return REFERENCE_BYTES + (first == null ? 0 : first.lengthBytes() * 3 / 2);
    }

    private PageRef store(List<PageRef> references) {
        ByteSink bytes = new ByteSink(16 << 10);
        JsonWriter json = new JsonWriter(bytes);
        for (PageRef page : references) {
            TreeCodec.writeRef(json, page);
            json.endLine();
        }
        return PageRef.above(sink.put(bytes.array(), 0, bytes.size()), references);
    }

    /** The tree of all pages that were added. Nothing can be added afterwards. */
    public PageTree finish() {
        int level = 0;
        while (level + 1 < levels.size()) {
            store(level, true);
            level++;
        }
        return new PageTree(level, levels.get(level));
    }
}
