package dev.holdfast.core.list;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Changes single items of a list. Reads and writes the pages around them and no others: the cost goes with the changes,
 * not with the list. Gives what {@link ListWriter} would make of the changed items.
 */
public final class ListEdit<T> {

    private final ItemCodec<T> codec;
    private final PageStore store;
    private final ListReader<T> reader;

    public ListEdit(ItemCodec<T> codec, PageStore store) {
        this.codec = codec;
        this.store = store;
        this.reader = new ListReader<>(codec, store);
    }

    /**
     * @param changes by name: the item that shall stand there, or nothing where none shall
     * @throws IllegalArgumentException if an item stands under another name than its own
     */
    public ClearList<T> apply(ClearList<T> list, SortedMap<String, Optional<T>> changes) {
        ListWriter<T> writer = new ListWriter<>(codec, store);
        long removals = changes.values().stream().filter(Optional::isEmpty).count();
        // What may fit inline again is written anew.
        boolean keeping = list.count() - removals > ListWriter.MAX_INLINE;
        if (keeping) {
            writer.cutAsBefore(list.pages());
        }
        String itemsFrom =
                list.items().isEmpty() ? null : codec.name(list.items().get(0));
        if (list.pages().isEmpty()) {
            itemsFrom = "";
        }
        walk(list.pages(), "", itemsFrom, changes, keeping, writer);
        if (itemsFrom != null) {
            merge(list.items(), changes.tailMap(itemsFrom), writer);
        }
        return writer.finish();
    }

    public ClearList<T> put(ClearList<T> list, T item) {
        return apply(list, new TreeMap<>(Map.of(codec.name(item), Optional.of(item))));
    }

    public ClearList<T> remove(ClearList<T> list, String name) {
        return apply(list, new TreeMap<>(Map.of(name, Optional.empty())));
    }

    private void walk(
            List<ListPage> pages,
            String from,
            @Nullable String behind,
            SortedMap<String, Optional<T>> changes,
            boolean keeping,
            ListWriter<T> writer) {
        String start = from;
        for (int i = 0; i < pages.size(); i++) {
            ListPage page = pages.get(i);
            String end = i + 1 < pages.size() ? pages.get(i + 1).first() : behind;
            SortedMap<String, Optional<T>> here = end == null ? changes.tailMap(start) : changes.subMap(start, end);
            if (keeping && here.isEmpty() && writer.canKeep(page.level())) {
                writer.keep(page);
            } else if (page.level() == 0) {
                merge(reader.items(page, end), here, writer);
            } else {
                walk(reader.pages(page, end), start, end, here, keeping, writer);
            }
            start = end == null ? start : end;
        }
    }

    private void merge(List<T> items, SortedMap<String, Optional<T>> changes, ListWriter<T> writer) {
        TreeMap<String, Optional<T>> merged = new TreeMap<>();
        for (T item : items) {
            merged.put(codec.name(item), Optional.of(item));
        }
        merged.putAll(changes);
        merged.forEach((name, item) -> item.ifPresent(each -> {
            if (!codec.name(each).equals(name)) {
                throw new IllegalArgumentException("the item " + codec.name(each) + " cannot stand under " + name);
            }
            writer.add(each);
        }));
    }
}
