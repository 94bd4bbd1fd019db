package dev.holdfast.examples.command;

import dev.holdfast.api.BackupRepository;
import dev.holdfast.api.Snapshot;
import dev.holdfast.api.model.SnapshotId;
import dev.holdfast.api.status.ChainStatus;
import dev.holdfast.api.status.CollectionStatus;
import dev.holdfast.api.status.PartialStatus;
import dev.holdfast.api.status.SnapshotStatus;
import dev.holdfast.examples.command.line.Option;
import dev.holdfast.examples.command.line.Word;
import dev.holdfast.examples.command.output.Amounts;
import dev.holdfast.examples.command.output.JsonText;
import dev.holdfast.examples.command.output.Report;
import dev.holdfast.examples.command.output.SnapshotText;
import dev.holdfast.examples.command.output.Times;
import dev.holdfast.examples.command.session.ExitCode;
import dev.holdfast.examples.command.session.Invocation;
import dev.holdfast.examples.command.session.Repositories;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** {@code collection-status URL}: chains, snapshots, and what is left over or damaged; needs no key. */
final class StatusCommand {

    private final Invocation invocation;
    private final Report report;

    StatusCommand(Invocation invocation) {
        this.invocation = invocation;
        this.report = invocation.report();
    }

    ExitCode run() {
        Word url = invocation.line().operand(0);
        Instant oldest = invocation.time(Option.FAIL_IF_OLDER_THAN);
        try (BackupRepository repository = new Repositories(invocation).withoutKeys(url)) {
            CollectionStatus status = repository.status();
            if (report.isJson()) {
                json(status);
            } else {
                text(url, status);
            }
            List<String> damaged = status.damagedObjects();
            report.wrong(damage(), damaged, damaged.size());
            if (!damaged.isEmpty()) {
                advise(status);
            }
            boolean isTooOld = oldest != null && isOlder(status, oldest);
            return !damaged.isEmpty() ? ExitCode.INTEGRITY : isTooOld ? ExitCode.INCOMPLETE : ExitCode.DONE;
        }
    }

    private boolean isOlder(CollectionStatus status, Instant oldest) {
        Optional<Instant> newest = newest(status).map(Snapshot::time);
        if (newest.filter(invocation::isYetToCome).isPresent()) {
            String time = Times.iso(newest.get(), invocation.zone());
            report.wrong(
                    "not known to be young enough",
                    List.of("the newest snapshot is of " + time
                            + ", which is yet to come: a clock was wrong when it, or one before, was made"),
                    1);
            return true;
        }
        if (newest.isPresent() && !newest.get().isBefore(oldest)) {
            return false;
        }
        String found = newest.map(time -> "the newest snapshot is of " + Times.iso(time, invocation.zone()))
                .orElse("there is no snapshot");
        report.wrong("too old", List.of(found + ", expected one since " + Times.iso(oldest, invocation.zone())), 1);
        return true;
    }

    private void advise(CollectionStatus status) {
        TreeSet<SnapshotId> damaged = new TreeSet<>();
        for (ChainStatus chain : status.chains()) {
            for (SnapshotStatus snapshot : chain.snapshots()) {
                if (snapshot.state() == SnapshotStatus.State.DAMAGED) {
                    damaged.add(snapshot.snapshot().id());
                }
            }
        }
        for (PartialStatus partial : status.partials()) {
            if (!partial.damagedObjects().isEmpty()) {
                damaged.add(partial.id());
            }
        }
        report.damageAdvice(
                List.copyOf(damaged),
                newest(status).map(Snapshot::id),
                invocation.line().has(Option.EXPECT_SIGNER));
    }

    private static Optional<Snapshot> newest(CollectionStatus status) {
        return status.chains().stream()
                .flatMap(chain -> chain.snapshots().stream())
                .map(SnapshotStatus::snapshot)
                .max(Comparator.comparing(Snapshot::id));
    }

    private void text(Word url, CollectionStatus status) {
        PrintStream out = report.out();
        out.print("Repository " + status.repositoryId() + " at " + url + ", " + status.head() + "\n");
        for (ChainStatus chain : status.chains()) {
            out.print("Chain " + chain.id() + ": "
                    + Amounts.count(chain.snapshots().size(), "snapshot", "snapshots") + ", volumes of "
                    + Amounts.bytes(chain.volumeBytes()) + "\n");
            for (SnapshotStatus snapshot : chain.snapshots()) {
                out.print("  " + snapshot(snapshot) + "\n");
            }
        }
        for (PartialStatus partial : status.partials()) {
            out.print("Partial " + partial.id() + ", begun " + Times.iso(partial.time(), invocation.zone())
                    + ", stored " + Amounts.bytes(partial.storedBytes()) + "; the next backup continues it\n");
        }
        if (status.partials().isEmpty()) {
            out.print("No partial snapshot\n");
        }
        out.print(Amounts.count(status.objects(), "object", "objects") + ", " + Amounts.bytes(status.bytes())
                + "; no longer needed: " + Amounts.count(status.unneededObjects()) + ", "
                + Amounts.bytes(status.unneededBytes()) + "\n");
        status.bytesByStorageClass()
                .forEach((name, bytes) -> out.print("  " + name + ": " + Amounts.bytes(bytes) + "\n"));
    }

    private String snapshot(SnapshotStatus status) {
        Snapshot snapshot = status.snapshot();
        StringBuilder text = new StringBuilder(SnapshotText.kind(snapshot));
        text.append(" ".repeat("incremental".length() - text.length()))
                .append("  ")
                .append(Times.iso(snapshot.time(), invocation.zone()))
                .append("  ");
        if (status.described()) {
            text.append(Amounts.count(snapshot.files(), "file", "files"))
                    .append(", ")
                    .append(Amounts.bytes(snapshot.bytes()))
                    .append(", stored ")
                    .append(Amounts.bytes(snapshot.storedBytes()))
                    .append(", ");
        }
        text.append(snapshot.signed() ? "signed, " : "unsigned, ").append(snapshot.id());
        if (status.described() && !snapshot.tags().isEmpty()) {
            text.append("  ").append(String.join(" ", snapshot.tags()));
        }
        if (status.state() == SnapshotStatus.State.DAMAGED) {
            text.append("  DAMAGED: ")
                    .append(Amounts.count(status.damagedObjects().size(), "object", "objects"))
                    .append(' ')
                    .append(damage());
        }
        return text.toString();
    }

    /** Of objects the size is looked at, of manifests also the signature where one is expected. */
    private String damage() {
        return invocation.line().has(Option.EXPECT_SIGNER)
                ? "absent, of a wrong size or not signed as expected"
                : "absent or of a wrong size";
    }

    private void json(CollectionStatus status) {
        JsonText json = report.json().field("command", "collection-status").field("repository", status.repositoryId());
        SnapshotText.head(json, status.head());
        json.beginArray("chains");
        for (ChainStatus chain : status.chains()) {
            json.beginObject()
                    .field("chain", chain.id().value())
                    .field("volumeBytes", chain.volumeBytes())
                    .beginArray("snapshots");
            for (SnapshotStatus snapshot : chain.snapshots()) {
                json.beginObject();
                if (snapshot.described()) {
                    SnapshotText.fields(json, snapshot.snapshot());
                } else {
                    SnapshotText.identity(json, snapshot.snapshot());
                }
                json.field("state", snapshot.state().name().toLowerCase(Locale.ROOT))
                        .texts("damagedObjects", snapshot.damagedObjects())
                        .endObject();
            }
            json.endArray().endObject();
        }
        json.endArray().beginArray("partials");
        for (PartialStatus partial : status.partials()) {
            json.beginObject()
                    .field("snapshot", partial.id().value())
                    .field("time", partial.time().toString())
                    .field("storedBytes", partial.storedBytes())
                    .field("state", "partial")
                    .texts("damagedObjects", partial.damagedObjects())
                    .endObject();
        }
        json.endArray().field("objects", status.objects()).field("bytes", status.bytes());
        SnapshotText.storageClasses(json, "storageClasses", status.bytesByStorageClass());
        json.field("unneededObjects", status.unneededObjects())
                .field("unneededBytes", status.unneededBytes())
                .texts("damagedObjects", status.damagedObjects())
                .end();
    }
}
