package dev.holdfast.api.retention;

import dev.holdfast.api.SnapshotKind;
import dev.holdfast.api.model.SnapshotId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What a policy means for the snapshots of a repository. It can be shown, written down with {@link #toText}, and
 * {@linkplain dev.holdfast.api.BackupRepository#apply(RetentionPlan) applied} later, also by another process, as long
 * as the repository has the same snapshots. Immutable.
 */
public final class RetentionPlan {

    private static final String TITLE = "holdfast-retention-plan";
    private static final String VERSION = "1";

    private final String repositoryId;
    private final String fingerprint;
    private final Duration grace;
    private final long objects;
    private final long bytes;
    private final List<RetentionDecision> decisions;

    /**
     * Made by {@link Retention#plan}; read with {@link #parse}.
     *
     * @param repositoryId of the repository that it was made for
     * @param fingerprint of the snapshots that it was made for
     * @param grace how long it can be undone
     * @param objects that become unneeded
     * @param bytes that these objects have
     * @param decisions one for each snapshot, oldest first
     */
    public RetentionPlan(
            String repositoryId,
            String fingerprint,
            Duration grace,
            long objects,
            long bytes,
            List<RetentionDecision> decisions) {
        this.repositoryId = Objects.requireNonNull(repositoryId, "repositoryId");
        this.fingerprint = Objects.requireNonNull(fingerprint, "fingerprint");
        this.grace = Objects.requireNonNull(grace, "grace");
        this.objects = objects;
        this.bytes = bytes;
        this.decisions = List.copyOf(decisions);
        if (grace.isNegative()) {
            throw new IllegalArgumentException("a grace period is not negative: " + grace);
        }
    }

    /** Id of the repository that it was made for. */
    public String repositoryId() {
        return repositoryId;
    }

    /** Names the snapshots that it was made for; it can be applied only where there are exactly these. */
    public String fingerprint() {
        return fingerprint;
    }

    /** How long it can be undone once it is applied. */
    public Duration grace() {
        return grace;
    }

    /** Objects that become unneeded, of all kinds. */
    public long unneededObjects() {
        return objects;
    }

    /** The bytes of these objects, which the store has less in the end. */
    public long unneededBytes() {
        return bytes;
    }

    /** One for each snapshot, oldest first; unmodifiable. */
    public List<RetentionDecision> decisions() {
        return decisions;
    }

    /** The snapshots that go, oldest first; unmodifiable. */
    public List<SnapshotId> dropped() {
        return decisions.stream()
                .filter(decision -> !decision.kept())
                .map(RetentionDecision::snapshot)
                .toList();
    }

    /** The snapshots that stay, oldest first; unmodifiable. */
    public List<SnapshotId> kept() {
        return decisions.stream()
                .filter(RetentionDecision::kept)
                .map(RetentionDecision::snapshot)
                .toList();
    }

    /** Lines of fields separated by tabs, for people and for {@link #parse}. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        line(text, TITLE, VERSION);
        line(text, "repository", repositoryId);
        line(text, "fingerprint", fingerprint);
        line(text, "grace", grace.toString());
        line(text, "objects", Long.toString(objects));
        line(text, "bytes", Long.toString(bytes));
        for (RetentionDecision decision : decisions) {
            line(
                    text,
                    decision.kept() ? "keep" : "drop",
                    decision.snapshot().value(),
                    decision.time().toString(),
                    decision.kind().name().toLowerCase(Locale.ROOT),
                    String.join("\t", decision.reasons()));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String... fields) {
        text.append(String.join("\t", fields)).append('\n');
    }

    /**
     * Reads what {@link #toText} wrote.
     *
     * @throws IllegalArgumentException if it is no plan; the message names the line
     */
    public static RetentionPlan parse(String text) {
        Map<String, String> head = new HashMap<>();
        List<RetentionDecision> decisions = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String[] fields = line.split("\t", -1);
            try {
                if (number == 1 && !line.equals(TITLE + "\t" + VERSION)) {
                    throw new IllegalArgumentException("expected " + TITLE + " " + VERSION);
                }
                if (fields[0].equals("keep") || fields[0].equals("drop")) {
                    decisions.add(decision(fields));
                } else if (fields.length != 2 || head.put(fields[0], fields[1]) != null) {
                    throw new IllegalArgumentException("unexpected");
                }
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new IllegalArgumentException(
                        "line " + number + " of the retention plan, \"" + line + "\": " + e.getMessage(), e);
            }
        }
        try {
            return new RetentionPlan(
                    required(head, "repository"),
                    required(head, "fingerprint"),
                    Duration.parse(required(head, "grace")),
                    Long.parseLong(required(head, "objects")),
                    Long.parseLong(required(head, "bytes")),
                    decisions);
        } catch (NumberFormatException | DateTimeException e) {
            throw new IllegalArgumentException("no retention plan: " + e.getMessage(), e);
        }
    }

    private static RetentionDecision decision(String[] fields) {
        if (fields.length < 5) {
            throw new IllegalArgumentException("expected a snapshot, its time, its kind and a reason");
        }
        return new RetentionDecision(
                SnapshotId.of(fields[1]),
                Instant.parse(fields[2]),
                SnapshotKind.valueOf(fields[3].toUpperCase(Locale.ROOT)),
                fields[0].equals("keep"),
                Arrays.asList(fields).subList(4, fields.length));
    }

    private static String required(Map<String, String> head, String name) {
        String value = head.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no retention plan: it has no line \"" + name + "\"");
        }
        return value;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof RetentionPlan other && toText().equals(other.toText());
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }

    @Override
    public String toString() {
        return "drop " + dropped().size() + " of " + decisions.size() + " snapshots, " + objects + " objects of "
                + bytes + " bytes";
    }
}
