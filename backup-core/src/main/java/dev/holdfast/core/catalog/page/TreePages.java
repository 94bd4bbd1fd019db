package dev.holdfast.core.catalog.page;

import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.manifest.ChunkRef;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Finds the leaf pages of a tree. */
public final class TreePages {

    private TreePages() {}

    /**
     * All leaf pages in order; reads the pages above them.
     *
     * @param visited hears of every page, leaf pages included
     */
    public static List<PageRef> leaves(PageTree tree, PageSource source, Consumer<ChunkRef> visited) {
        List<PageRef> level = tree.pages();
        level.forEach(page -> visited.accept(page.chunk()));
        for (int left = tree.levels(); left > 0; left--) {
            List<PageRef> below = new ArrayList<>();
            for (PageRef page : level) {
                below.addAll(TreeCodec.readPage(
                        page,
                        source.read(page.chunk()),
                        "page of references " + page.chunk(),
                        JsonReader.MAX_PATH_LINE_BYTES));
            }
            below.forEach(page -> visited.accept(page.chunk()));
            level = below;
        }
        return level;
    }
}
