package dev.holdfast.core.catalog.page;

import java.util.List;

/**
 * A tree of pages of the catalog, known by the references in its root.
 *
 * @param levels 0 if the references name leaf pages; otherwise they name pages of references of one level less
 * @param pages at most 256
 */
public record PageTree(int levels, List<PageRef> pages) {

    /** The most references in a root. */
    public static final int MAX_ROOT_PAGES = 256;

    /** The most levels above the leaves. */
    public static final int MAX_LEVELS = 8;

    /** A tree without pages. */
    public static final PageTree EMPTY = new PageTree(0, List.of());

    public PageTree {
        pages = List.copyOf(pages);
        if (levels < 0 || levels > MAX_LEVELS || pages.size() > MAX_ROOT_PAGES) {
            throw new IllegalArgumentException("tree of " + levels + " levels, " + pages.size() + " pages in its root");
        }
    }

    /** Items in all leaf pages. */
    public long count() {
        long count = 0;
        for (PageRef page : pages) {
            count += page.count();
        }
        return count;
    }
}
