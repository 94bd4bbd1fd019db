package dev.holdfast.core.list;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.core.json.JsonReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the items of a list in order, page by page: holds one page of each level. Pages are checked against the
 * references to them. Thread-safe as far as its page store is; each iterator belongs to one thread.
 */
public final class ListReader<T> {

    private final ItemCodec<T> codec;
    private final PageStore store;

    public ListReader(ItemCodec<T> codec, PageStore store) {
        this.codec = codec;
        this.store = store;
    }

    public Iterator<T> all(ClearList<T> list) {
        return from(list, "");
    }

    /**
     * Goes through all items. A page that is missing or damaged, or one below it, costs what is below the page that the
     * list itself names, not the rest.
     *
     * @param lost hears of such a page after the items that were read before it
     */
    public void each(ClearList<T> list, Consumer<T> consumer, BiConsumer<ListPage, IntegrityException> lost) {
        for (ListPage page : list.pages()) {
            try {
                all(new ClearList<>(List.of(), List.of(page))).forEachRemaining(consumer);
            } catch (IntegrityException e) {
                lost.accept(page, e);
            }
        }
        list.items().forEach(consumer);
    }

    /** The items whose names begin so. Reads no page whose items are all before them. */
    public Iterator<T> startingWith(ClearList<T> list, String prefix) {
        return new Cursor(list, prefix, prefix);
    }

    /** The items from a name on. Reads no page whose items are all before it. */
    Iterator<T> from(ClearList<T> list, String name) {
        return new Cursor(list, name, "");
    }

    /** The item of exactly this name. Reads at most one page of each level. */
    public Optional<T> find(ClearList<T> list, String name) {
        return last(list, name).filter(item -> codec.name(item).equals(name));
    }

    /**
     * The last item whose name is not greater: the one whose range a name falls into. Reads at most one page of each
     * level.
     */
    public Optional<T> last(ClearList<T> list, String atMost) {
        List<T> items = list.items();
        List<ListPage> pages = list.pages();
        while (items.isEmpty() || codec.name(items.get(0)).compareTo(atMost) > 0) {
            int index = floor(pages, atMost);
            if (index < 0) {
                return Optional.empty();
            }
            ListPage page = pages.get(index);
            String before = index + 1 < pages.size() ? pages.get(index + 1).first() : null;
            if (page.level() == 0) {
                items = items(page, before);
                pages = List.of();
            } else {
                pages = pages(page, before);
                items = List.of();
            }
        }
        int index = 0;
        while (index + 1 < items.size() && codec.name(items.get(index + 1)).compareTo(atMost) <= 0) {
            index++;
        }
        return Optional.of(items.get(index));
    }

    /** The last items, at most so many; reads only the pages that hold them. */
    public List<T> tail(ClearList<T> list, int count) {
        ArrayDeque<T> tail = new ArrayDeque<>();
        prepend(tail, list.items(), count);
        prependPages(tail, list.pages(), count, tail.isEmpty() ? null : codec.name(tail.getFirst()));
        return List.copyOf(tail);
    }

    private void prependPages(ArrayDeque<T> tail, List<ListPage> pages, int count, @Nullable String behind) {
        String next = behind;
        for (int i = pages.size() - 1; i >= 0 && tail.size() < count; i--) {
            ListPage page = pages.get(i);
            if (page.level() == 0) {
                prepend(tail, items(page, next), count);
            } else {
                prependPages(tail, pages(page, next), count, next);
            }
            next = page.first();
        }
    }

    /** The names of all pages of a list. Reads those that hold references. */
    public Set<String> pageNames(ClearList<T> list) {
        Set<String> names = new HashSet<>();
        addNames(list.pages(), names);
        return names;
    }

    private void addNames(List<ListPage> pages, Set<String> names) {
        for (ListPage page : pages) {
            names.add(page.sha256());
            if (page.level() > 0) {
                addNames(pages(page, null), names);
            }
        }
    }

    private static <T> void prepend(ArrayDeque<T> tail, List<T> items, int count) {
        for (int i = items.size() - 1; i >= 0 && tail.size() < count; i--) {
            tail.addFirst(items.get(i));
        }
    }

    private static int floor(List<ListPage> pages, String name) {
        int index = pages.size() - 1;
        while (index >= 0 && pages.get(index).first().compareTo(name) > 0) {
            index--;
        }
        return index;
    }

    /** @param before the first name behind the page, where it is known */
    List<T> items(ListPage page, @Nullable String before) {
        List<T> items = elements(page, codec, before);
        if (items.size() != page.count()) {
            throw broken(page, "has " + items.size() + " items, expected " + page.count());
        }
        return items;
    }

    List<ListPage> pages(ListPage page, @Nullable String before) {
        List<ListPage> pages = elements(page, ListPage.CODEC, before);
        long count = 0;
        for (ListPage below : pages) {
            if (below.level() != page.level() - 1) {
                throw broken(page, "of level " + page.level() + " refers to a page of level " + below.level());
            }
            count += below.count();
        }
        if (count != page.count()) {
            throw broken(page, "has " + count + " items below, expected " + page.count());
        }
        return pages;
    }

    private <E> List<E> elements(ListPage page, ItemCodec<E> elementCodec, @Nullable String behind) {
        byte[] bytes = store.read(page);
        JsonReader json = JsonReader.lines(bytes, 0, bytes.length, "page pages/" + page.sha256());
        List<E> elements = new ArrayList<>();
        String before = "";
        while (json.nextLine()) {
            E element = elementCodec.read(json);
            before = ClearList.ascending(json, before, elementCodec.name(element));
            elements.add(element);
        }
        if (elements.isEmpty() || !elementCodec.name(elements.get(0)).equals(page.first())) {
            throw broken(page, "does not begin with \"" + page.first() + "\" as the reference to it says");
        }
        if (behind != null && before.compareTo(behind) >= 0) {
            throw broken(page, "reaches to \"" + before + "\", behind \"" + behind + "\", which begins the next one");
        }
        return elements;
    }

    private static IntegrityException broken(ListPage page, String reason) {
        return new IntegrityException("page pages/" + page.sha256() + " " + reason);
    }

    private final class Cursor implements Iterator<T> {

        /** Pages to come; the next one is the first. */
        private final Deque<ListPage> ahead = new ArrayDeque<>();

        private final List<T> inline;
        private final String from;
        private final String prefix;
        private Iterator<T> items = List.<T>of().iterator();
        private boolean inlineReached;
        private @Nullable T next;

        Cursor(ClearList<T> list, String from, String prefix) {
            this.inline = list.items();
            this.from = from;
            this.prefix = prefix;
            enqueue(
                    list.pages(),
                    list.items().isEmpty() ? null : codec.name(list.items().get(0)));
            advance();
        }

        private void enqueue(List<ListPage> pages, @Nullable String behind) {
            int start = Math.max(0, floor(pages, from));
            // The first item behind the last page may already be the wanted one.
            if (start == pages.size() - 1 && behind != null && behind.equals(from)) {
                return;
            }
            for (int i = pages.size() - 1; i >= start; i--) {
                ahead.addFirst(pages.get(i));
            }
        }

        private void advance() {
            do {
                while (!items.hasNext()) {
                    if (!open()) {
                        next = null;
                        return;
                    }
                }
                next = items.next();
            } while (codec.name(next).compareTo(from) < 0);
            if (!codec.name(next).startsWith(prefix)) {
                next = null;
            }
        }

        private boolean open() {
            ListPage page = ahead.pollFirst();
            if (page == null) {
                boolean open = !inlineReached;
                inlineReached = true;
                items = inline.iterator();
                return open;
            }
            ListPage following = ahead.peekFirst();
            String behind = following != null ? following.first() : inline.isEmpty() ? null : codec.name(inline.get(0));
            if (page.level() == 0) {
                items = items(page, behind).iterator();
            } else {
                enqueue(pages(page, behind), behind);
            }
            return true;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public T next() {
            T item = next;
            if (item == null) {
                throw new NoSuchElementException();
            }
            advance();
            return item;
        }
    }
}
