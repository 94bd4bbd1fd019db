package dev.holdfast.core.catalog.entry;

import dev.holdfast.core.catalog.page.PageTree;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file's content consists of: a list of items, or a tree of pages of items. Immutable; made by {@link #of}.
 *
 * @param items that stand in the entry itself; empty if they are in pages
 * @param pages of items, if there are too many for the entry; null otherwise
 */
public record Content(List<ContentItem> items, @Nullable PageTree pages) {

    /** Of files without a byte, and of everything that is no file. */
    public static final Content EMPTY = new Content(List.of(), null);

    public Content {
        items = List.copyOf(items);
    }

    public static Content of(List<ContentItem> items) {
        return items.isEmpty() ? EMPTY : new Content(items, null);
    }

    public static Content of(PageTree pages) {
        return new Content(List.of(), pages);
    }

    /** Whether both consist of the same chunks and holes. */
    public boolean isSame(Content other) {
        PageTree mine = pages;
        PageTree others = other.pages;
        if (mine == null || others == null) {
            return mine == null && others == null && sameItems(other);
        }
        boolean same = mine.levels() == others.levels()
                && mine.pages().size() == others.pages().size();
        for (int i = 0; same && i < mine.pages().size(); i++) {
            byte[] page = mine.pages().get(i).chunk().sha256();
            same = Arrays.equals(page, others.pages().get(i).chunk().sha256());
        }
        return same;
    }

    private boolean sameItems(Content other) {
        boolean same = items.size() == other.items.size();
        for (int i = 0; same && i < items.size(); i++) {
            same = items.get(i).isSame(other.items.get(i));
        }
        return same;
    }
}
