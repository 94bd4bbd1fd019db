package dev.holdfast.core.backup;

import dev.holdfast.api.model.Notice;
import dev.holdfast.core.backup.plan.BackupContext;
import java.util.ArrayList;
import java.util.List;

/** What the user should know of a run that has ended. */
final class RunNotices {

    private RunNotices() {}

    /** @param before what was noticed before the sources were walked */
    static List<Notice> of(BackupContext context, List<Notice> before, long sockets, long vanishedFiles) {
        List<Notice> notices = new ArrayList<>(before);
        if (sockets > 0) {
            notices.add(notKept(sockets == 1 ? "a socket was left out" : sockets + " sockets were left out"));
        }
        if (vanishedFiles > 0) {
            notices.add(notKept((vanishedFiles == 1 ? "a file was" : vanishedFiles + " files were")
                    + " deleted while the backup ran"));
        }
        context.storeShortcoming().ifPresent(notices::add);
        context.posix()
                .shortcoming()
                .ifPresent(reason -> notices.add(
                        notKept("extended attributes and ACLs beyond the JDK's reach are not kept: " + reason)));
        return List.copyOf(notices);
    }

    private static Notice notKept(String text) {
        return new Notice(Notice.Kind.NOT_KEPT, text);
    }
}
