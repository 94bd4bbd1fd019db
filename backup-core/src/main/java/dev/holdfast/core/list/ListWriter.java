package dev.holdfast.core.list;

import dev.holdfast.core.bytes.ByteSink;
import dev.holdfast.core.bytes.Sha256;
import dev.holdfast.core.json.JsonReader;
import dev.holdfast.core.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a list out of items that arrive in the order of their names. Cuts pages where the hash of a name says so,
 * therefore an unchanged stretch gives the same pages again. Holds one open page of each level. For one thread; used
 * once.
 */
public final class ListWriter<T> {

    /** A list, or a level of references, is cut only where it has more elements. */
    static final int MAX_INLINE = 128;

    private static final int MIN_GROUP = 16;
    private static final int MAX_GROUP = 256;
    private static final int MAX_GROUP_BYTES = 256 << 10;
    private static final int DIVISOR = 64;

    private final PageStore store;
    private final Level<T> items;
    private final List<Level<ListPage>> references = new ArrayList<>();
    private String before = "";

    public ListWriter(ItemCodec<T> codec, PageStore store) {
        this.store = store;
        this.items = new Level<>(codec, 0);
    }

    /** @throws IllegalArgumentException if the item's name is no name, or does not come behind the one before */
    public void add(T item) {
        String name = items.codec.name(item);
        if (!ClearList.isName(name) || name.compareTo(before) <= 0) {
            throw new IllegalArgumentException("\"" + name + "\" cannot follow \"" + before + "\" in a list");
        }
        before = name;
        items.add(item, 1);
    }

    /**
     * Whether a page of this level that is already stored can be taken as it is: nothing waits for a page before it.
     */
    boolean canKeep(int level) {
        boolean can = items.isAtCut();
        for (int i = 0; i < level && i < references.size(); i++) {
            can &= references.get(i).isAtCut();
        }
        return can;
    }

    /** Takes a stored page instead of the items below it; only where {@link #canKeep}. */
    void keep(ListPage page) {
        for (int i = 0; i < page.level(); i++) {
            references(i).cutting = true;
        }
        items.cutting = true;
        before = page.first();
        references(page.level()).add(page, page.count());
    }

    /** Cuts as the list did that this one follows, whatever the number of items. */
    void cutAsBefore(List<ListPage> pages) {
        for (ListPage page : pages) {
            items.cutting = true;
            for (int i = 0; i < page.level(); i++) {
                references(i).cutting = true;
            }
        }
    }

    private Level<ListPage> references(int level) {
        while (references.size() <= level) {
            references.add(new Level<>(ListPage.CODEC, references.size() + 1));
        }
        return references.get(level);
    }

    public ClearList<T> finish() {
        List<ListPage> pages = new ArrayList<>();
        for (int i = references.size() - 1; i >= 0; i--) {
            pages.addAll(references.get(i).open);
        }
        return new ClearList<>(items.open, pages);
    }

    /** The elements of one level that no page holds yet, and their lines. */
    private final class Level<E> {

        final ItemCodec<E> codec;
        final List<E> open = new ArrayList<>();
        boolean cutting;
        private final int level;
        private final ByteSink lines = new ByteSink();
        private final JsonWriter json = new JsonWriter(lines);
        private long openCount;
        private int lastLine;

        Level(ItemCodec<E> codec, int level) {
            this.codec = codec;
            this.level = level;
        }

        boolean isAtCut() {
            return open.isEmpty();
        }

        void add(E element, long count) {
            open.add(element);
            openCount += count;
            writeLine(element, 0);
            if (cutting) {
                if (isCut(codec.name(element), open.size()) || lines.size() >= MAX_GROUP_BYTES) {
                    cut();
                }
            } else if (open.size() > MAX_INLINE || lines.size() >= MAX_GROUP_BYTES) {
                startCutting();
            }
        }

        /**
         * @param again where the page would have the name of one that is to be deleted: a number by which it gets
         *     another
         */
        private void writeLine(E element, int again) {
            lastLine = lines.size();
            json.beginObject();
            codec.write(json, element);
            if (again > 0) {
                json.number("again", again);
            }
            json.end();
            json.endLine();
            if (lines.size() - lastLine > JsonReader.MAX_LINE_BYTES) {
                throw new IllegalArgumentException(
                        "the item " + codec.name(element) + " takes more than " + JsonReader.MAX_LINE_BYTES + " bytes");
            }
        }

        private void startCutting() {
            List<E> waiting = new ArrayList<>(open);
            clear();
            cutting = true;
            for (E element : waiting) {
                add(element, countOf(element));
            }
        }

        private void cut() {
            if (level == ClearList.MAX_LEVELS) {
                throw new IllegalStateException("a list of more than " + ClearList.MAX_LEVELS + " levels");
            }
            byte[] bytes = lines.toByteArray();
            String sha256 = Sha256.hex(bytes);
            for (int again = 1; !store.isFree(sha256); again++) {
                lines.truncate(lastLine);
                writeLine(open.get(open.size() - 1), again);
                bytes = lines.toByteArray();
                sha256 = Sha256.hex(bytes);
            }
            store.write(sha256, bytes);
            ListPage page = new ListPage(codec.name(open.get(0)), sha256, bytes.length, openCount, level);
            clear();
            references(level).add(page, page.count());
        }

        private static long countOf(Object element) {
            return element instanceof ListPage page ? page.count() : 1;
        }

        private void clear() {
            open.clear();
            lines.truncate(0);
            openCount = 0;
        }
    }

    private static boolean isCut(String name, int size) {
        if (size < MIN_GROUP) {
            return false;
        }
        if (size == MAX_GROUP) {
            return true;
        }
        byte[] hash = Sha256.of(name.getBytes(StandardCharsets.US_ASCII));
        return ((hash[0] & 0xff) << 8 | hash[1] & 0xff) % DIVISOR == 0;
    }
}
