package dev.holdfast.core.backup;

import dev.holdfast.api.model.Notice;
import dev.holdfast.core.backup.plan.BackupContext;
import dev.holdfast.core.backup.plan.Sources;
import dev.holdfast.core.log.RosterEntry;
import dev.holdfast.core.manifest.Manifest;
import dev.holdfast.core.store.ObjectStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the user should know of a run that has ended. */
final class RunNotices {

    private RunNotices() {}

    /** @param before what was noticed before all was read */
    static List<Notice> of(BackupContext context, List<Notice> before, long vanishedFiles) {
        List<Notice> notices = new ArrayList<>(before);
        if (vanishedFiles > 0) {
            notices.add(notKept((vanishedFiles == 1 ? "a file was" : vanishedFiles + " files were")
                    + " deleted while the backup ran"));
        }
        weakerStore(context.store()).ifPresent(notices::add);
        context.posix().shortcoming().map(RunNotices::notKept).ifPresent(notices::add);
        return List.copyOf(notices);
    }

    /** Of keys that end soon, or have ended. */
    static List<Notice> keys(BackupContext.Sealing sealing, Instant today) {
        return Stream.concat(
                        sealing.cipher().notices(today).stream(),
                        sealing.signer().stream().flatMap(signer -> signer.notices(today).stream()))
                .map(text -> Notice.of(Notice.Kind.KEY_EXPIRY, text))
                .toList();
    }

    /** Of what was left out of the sources. */
    static List<Notice> leftOut(Sources sources) {
        List<Notice> notices = new ArrayList<>();
        ownPlaces(sources.ownPlaces()).ifPresent(notices::add);
        long sockets = sources.sockets();
        if (sockets > 0) {
            notices.add(notKept(sockets == 1 ? "a socket was left out" : sockets + " sockets were left out"));
        }
        return notices;
    }

    private static Optional<Notice> weakerStore(ObjectStore store) {
        return store.decidesConditions()
                ? Optional.empty()
                : Optional.of(Notice.of(
                        Notice.Kind.WEAKER_STORE,
                        store.describe()
                                + " does not decide conditional writes by itself: writers at the same moment are not"
                                + " surely kept apart, so let one host at a time back up to it"));
    }

    /**
     * Of a change of keys within a chain, which is easily made by accident and not noticed before a restore.
     *
     * @param before key ids that the last snapshot was sealed for
     * @param now those of this run
     */
    static Optional<Notice> recipients(List<String> before, List<String> now) {
        return Set.copyOf(before).equals(Set.copyOf(now))
                ? Optional.empty()
                : Optional.of(Notice.of(
                        Notice.Kind.OTHER_RECIPIENTS,
                        "what is new is sealed for " + keys(now) + ", what it continues for " + keys(before)
                                + ": to restore it takes what opens both; a full backup begins a chain that the new ones alone"
                                + " open"));
    }

    /** Of sources in which nothing is left, as where a file system was not mounted. */
    static Optional<Notice> emptied(Manifest.Totals before, Manifest.Totals now) {
        return before.files() == 0 || now.files() > 0 || now.others() > 0
                ? Optional.empty()
                : Optional.of(Notice.of(
                        Notice.Kind.EMPTY_SOURCE,
                        "no file was found, and the snapshot before holds " + before.files()
                                + ": if something was not mounted, this snapshot lacks it, and the older"
                                + " ones have it"));
    }

    /** Of a last snapshot that lies in the future, and so the next one too. */
    static Optional<Notice> clock(RosterEntry last, Instant now) {
        return RosterEntry.isYetToCome(last.time(), now)
                ? Optional.of(Notice.of(
                        Notice.Kind.CLOCK,
                        "the snapshot bears the time " + last.time() + ", which is yet to come, since the one before it"
                                + " does: a clock is wrong, or was; until then ages count from it, and rules that keep"
                                + " by time keep all"))
                : Optional.empty();
    }

    private static String keys(List<String> ids) {
        return ids.isEmpty() ? "no public key" : (ids.size() == 1 ? "key " : "keys ") + String.join(", ", ids);
    }

    /** Of a repository or local state inside a source. */
    static Optional<Notice> ownPlaces(List<Path> leftOut) {
        return leftOut.isEmpty()
                ? Optional.empty()
                : Optional.of(notKept("left out, since this backup itself writes there: "
                        + leftOut.stream().map(Path::toString).collect(Collectors.joining(", "))));
    }

    private static Notice notKept(String text) {
        return Notice.of(Notice.Kind.NOT_KEPT, text);
    }
}
