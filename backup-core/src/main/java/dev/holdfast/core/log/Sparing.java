package dev.holdfast.core.log;

import dev.holdfast.api.error.IntegrityException;
import dev.holdfast.api.storage.ObjectKey;
import dev.holdfast.core.list.ClearList;
import dev.holdfast.core.list.ListReader;
import dev.holdfast.core.log.Commit.StaleNeedsException;
import dev.holdfast.core.store.Layout;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Keeps what a new record refers to and what is condemned apart. */
final class Sparing {

    private static final int MAX_ROUNDS = 4;

    private Sparing() {}

    /**
     * Makes the lists of the record that follows a state.
     *
     * @param now time of the record
     * @throws StaleNeedsException if the change needs what is being deleted
     */
    static StateLists lists(CommittedState on, Commit commit, Instant now) {
        TreeMap<String, Optional<Condemned>> changes = new TreeMap<>();
        for (ObjectKey object : spared(on, commit)) {
            changes.put(object.value(), Optional.empty());
        }
        CommittedState making = on.deferring();
        StateLists lists = commit.transformation().apply(making);
        Set<String> dropped = dropped(making, lists);
        if (!dropped.isEmpty()) {
            condemn(dropped, making, notBefore(making, lists, now), changes);
        }
        if (!changes.isEmpty()) {
            lists = lists.withCondemned(making.condemnedEdit().apply(lists.condemned(), changes));
        }
        lists = lists.withCondemned(withItsOwnPages(making, lists.condemned(), now));
        making.store(lists);
        return lists;
    }

    /**
     * Condemns the former list's pages as well. That changes the list, and so may leave more of them behind. Where many
     * pages are in it already they are left over.
     */
    private static ClearList<Condemned> withItsOwnPages(CommittedState on, ClearList<Condemned> list, Instant now) {
        if (hasManyPages(on, list)) {
            return list;
        }
        ClearList<Condemned> whole = list;
        Set<String> added = new HashSet<>();
        for (int i = 0; i < MAX_ROUNDS; i++) {
            Set<String> former = on.condemnedPages(on.lists().condemned());
            former.removeAll(on.condemnedPages(whole));
            former.removeAll(added);
            if (former.isEmpty()) {
                break;
            }
            TreeMap<String, Optional<Condemned>> changes = new TreeMap<>();
            condemn(former, on, now.plus(Condemned.GRACE), changes);
            whole = on.condemnedEdit().apply(whole, changes);
            added.addAll(former);
        }
        // A page that came back with its old content stays out of it: then they are left over.
        return Collections.disjoint(on.condemnedPages(whole), added) ? whole : list;
    }

    private static boolean hasManyPages(CommittedState on, ClearList<Condemned> list) {
        if (list.count() <= Condemned.FEW_PAGES) {
            return false;
        }
        long pages = 0;
        Iterator<Condemned> from = new ListReader<>(Condemned.CODEC, on.pages()).startingWith(list, Layout.PAGES);
        for (; from.hasNext(); from.next()) {
            pages++;
        }
        return pages > Math.max(Condemned.FEW_PAGES, list.count() - pages);
    }

    /** While a removal can be undone, the roster of the record before it is read. */
    private static Instant notBefore(CommittedState on, StateLists lists, Instant now) {
        Instant due = now.plus(Condemned.GRACE);
        Iterator<Condemned> manifests =
                new ListReader<>(Condemned.CODEC, on.pages()).startingWith(lists.condemned(), Layout.MANIFESTS);
        while (manifests.hasNext()) {
            Condemned each = manifests.next();
            if (!each.deleting() && each.due().isAfter(due)) {
                due = each.due();
            }
        }
        return due;
    }

    private static void condemn(
            Set<String> pages, CommittedState on, Instant due, TreeMap<String, Optional<Condemned>> changes) {
        for (String page : pages) {
            ObjectKey object = Layout.page(page);
            changes.put(
                    object.value(), Optional.of(new Condemned(object, on.head().number() + 1, due, false)));
        }
    }

    /** What is condemned and comes back into use. */
    private static Set<ObjectKey> spared(CommittedState on, Commit commit) {
        if (commit.needs() == Commit.Needs.NONE || on.lists().condemned().count() == 0) {
            return Set.of();
        }
        Map<ObjectKey, Condemned> condemned = condemned(on);
        Set<ObjectKey> needed = commit.needs().among(on, condemned.keySet());
        Set<ObjectKey> lost = deleting(needed, condemned);
        if (!lost.isEmpty()) {
            throw new StaleNeedsException(on, lost);
        }
        return needed;
    }

    /**
     * What the change needs, or its writer has stored, and a state says is being deleted: the records that follow it
     * may not name it any more.
     *
     * @throws IntegrityException if the state does not say it any more
     */
    static Set<ObjectKey> lost(CommittedState on, Commit commit) {
        if (commit.needs() == Commit.Needs.NONE || on.lists().condemned().count() == 0) {
            return Set.of();
        }
        Map<ObjectKey, Condemned> condemned = condemned(on);
        // What the run itself has stored it may come to need only later, when nothing tells any more that it is gone.
        Set<ObjectKey> needed = new HashSet<>(condemned.keySet());
        needed.removeIf(object -> !object.value().contains("/" + commit.writer() + "/"));
        try {
            needed.addAll(commit.needs().among(on, condemned.keySet()));
        } catch (IntegrityException e) {
            // A page that says it was deleted too, and is stored again.
        }
        return deleting(needed, condemned);
    }

    private static Map<ObjectKey, Condemned> condemned(CommittedState on) {
        Map<ObjectKey, Condemned> condemned = new HashMap<>();
        try {
            for (Iterator<Condemned> all = on.condemned(); all.hasNext(); ) {
                Condemned each = all.next();
                condemned.put(each.object(), each);
            }
        } catch (IntegrityException e) {
            throw new IntegrityException(
                    "it is not known what is being deleted, so nothing was recorded: " + e.getMessage()
                            + "; a cleanup (reclaim) makes that list anew",
                    e);
        }
        return condemned;
    }

    private static Set<ObjectKey> deleting(Set<ObjectKey> objects, Map<ObjectKey, Condemned> condemned) {
        Set<ObjectKey> deleting = new HashSet<>();
        for (ObjectKey object : objects) {
            Condemned each = condemned.get(object);
            if (each != null && each.deleting()) {
                deleting.add(object);
            }
        }
        return deleting;
    }

    /** Pages of the roster and of the moves that no list names any more. */
    private static Set<String> dropped(CommittedState on, StateLists lists) {
        if (on.lists().snapshots().pages().equals(lists.snapshots().pages())
                && on.lists().moves().pages().equals(lists.moves().pages())) {
            return Set.of();
        }
        Set<String> dropped = on.pageNames(on.lists().snapshots(), on.lists().moves());
        dropped.removeAll(on.pageNames(lists.snapshots(), lists.moves()));
        return dropped;
    }
}
