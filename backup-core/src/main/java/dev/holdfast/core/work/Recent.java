package dev.holdfast.core.work;

import java.util.LinkedHashMap;
import java.util.Map;

/** Holds the values that were used last, up to a number. Not thread-safe. */
public final class Recent<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1;

    private final int limit;

    public Recent(int limit) {
        super(16, 0.75f, true);
        this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > limit;
    }
}
