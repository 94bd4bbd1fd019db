package dev.holdfast.core.delta;

import dev.holdfast.api.delta.Difference.Aspect;
import dev.holdfast.api.model.EntryType;
import dev.holdfast.core.catalog.entry.Attributes;
import dev.holdfast.core.catalog.entry.Entry;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Compares what a restore would write of two entries. */
public final class EntryComparison {

    private EntryComparison() {}

    /**
     * In what two entries differ.
     *
     * @param sameContent whether their contents are the same; asked only of two files
     */
    public static Set<Aspect> aspects(Entry before, Entry after, boolean sameContent) {
        if (before.type() != after.type()) {
            return Set.of(Aspect.TYPE);
        }
        Set<Aspect> aspects = EnumSet.noneOf(Aspect.class);
        boolean file = before.type() == EntryType.FILE;
        differ(aspects, Aspect.CONTENT, file && (!sameContent || before.failed() != after.failed()));
        differ(aspects, Aspect.MODE, !before.mode().equals(after.mode()));
        differ(aspects, Aspect.OWNER, !sameOwner(before, after));
        differ(
                aspects,
                Aspect.MODIFIED,
                !(isStream(before) && isStream(after)) && !before.modified().equals(after.modified()));
        differ(
                aspects,
                Aspect.TARGET,
                !Arrays.equals(
                        before.linkTarget().orElse(null), after.linkTarget().orElse(null)));
        differ(
                aspects,
                Aspect.DEVICE,
                before.deviceMajor() != after.deviceMajor() || before.deviceMinor() != after.deviceMinor());
        differ(aspects, Aspect.ATTRIBUTES, !sameAttributes(before.attributes(), after.attributes()));
        differ(aspects, Aspect.HARD_LINK, !before.hardLinkTo().equals(after.hardLinkTo()));
        return Collections.unmodifiableSet(aspects);
    }

    private static void differ(Set<Aspect> aspects, Aspect aspect, boolean differs) {
        if (differs) {
            aspects.add(aspect);
        }
    }

    /** A named stream; its time is only that of its reading. */
    private static boolean isStream(Entry entry) {
        return entry.type() == EntryType.FILE && entry.mode().isEmpty() && !entry.failed();
    }

    private static boolean sameOwner(Entry before, Entry after) {
        return before.userId().equals(after.userId())
                && before.groupId().equals(after.groupId())
                && before.userName().equals(after.userName())
                && before.groupName().equals(after.groupName());
    }

    /** Attributes stand in a fixed order, so equal ones are equal bytes, whether in the entry or in a page. */
    private static boolean sameAttributes(Attributes before, Attributes after) {
        if (before.page() != null || after.page() != null) {
            return before.page() != null
                    && after.page() != null
                    && Arrays.equals(before.page().sha256(), after.page().sha256());
        }
        boolean same = before.list().size() == after.list().size();
        for (int i = 0; same && i < before.list().size(); i++) {
            Attributes.Attribute one = before.list().get(i);
            Attributes.Attribute other = after.list().get(i);
            same = Arrays.equals(one.name(), other.name()) && Arrays.equals(one.value(), other.value());
        }
        return same;
    }
}
