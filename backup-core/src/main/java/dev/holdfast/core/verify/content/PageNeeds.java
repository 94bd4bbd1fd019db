package dev.holdfast.core.verify.content;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers what pages need of blocks, in a form that takes little memory. For one thread. */
final class PageNeeds {

    private record Block(int stream, int number) {}

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> streams = new ArrayList<>();
    private final Map<Block, Integer> page = new LinkedHashMap<>();

    /** Begins a page. */
    void clear() {
        page.clear();
    }

    void add(String stream, int block, int sixteenths) {
        int number = numbers.computeIfAbsent(stream, each -> {
            streams.add(each);
            return streams.size() - 1;
        });
        page.merge(new Block(number, block), sixteenths, (known, more) -> known | more);
    }

    /** The page's needs: stream, block and sixteenths of each. */
    int[] packed() {
        int[] packed = new int[3 * page.size()];
        int i = 0;
        for (Map.Entry<Block, Integer> each : page.entrySet()) {
            packed[i++] = each.getKey().stream();
            packed[i++] = each.getKey().number();
            packed[i++] = each.getValue();
        }
        return packed;
    }

    /** Holds what was packed against a needed-set. */
    void check(int[] packed, NeededSet needed) {
        for (int i = 0; i < packed.length; i += 3) {
            needed.check(streams.get(packed[i]), packed[i + 1], packed[i + 2]);
        }
    }
}
