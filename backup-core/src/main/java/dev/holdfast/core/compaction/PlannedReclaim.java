package dev.holdfast.core.compaction;

import dev.holdfast.api.model.Head;
import dev.holdfast.api.reclaim.Leftover;
import dev.holdfast.api.reclaim.ReclaimPlan;
import dev.holdfast.api.reclaim.VolumePlan;
import dev.holdfast.core.bytes.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * A plan, and what is needed to carry it out.
 *
 * @param victims the volumes that will be compacted
 * @param deadMoves names of moves of which no block is needed
 */
record PlannedReclaim(
        ReclaimRequest.Settings settings,
        Survey survey,
        List<VolumePlan> volumes,
        List<LiveVolume> victims,
        Set<String> deadMoves)
        implements ReclaimPlan {

    @Override
    public Head head() {
        return survey.state().head();
    }

    @Override
    public List<Leftover> leftovers() {
        return survey.leftovers();
    }

    @Override
    public long protectedObjects() {
        return survey.protectedObjects();
    }

    @Override
    public long protectedBytes() {
        return survey.protectedBytes();
    }

    @Override
    public long movedBytes() {
        return victims.stream().mapToLong(LiveVolume::liveBytes).sum();
    }

    @Override
    public long freedBytes() {
        return victims.stream()
                        .mapToLong(victim -> victim.sizeBytes() - victim.liveBytes())
                        .sum()
                + leftovers().stream().mapToLong(Leftover::sizeBytes).sum();
    }

    @Override
    public boolean isEmpty() {
        return victims.isEmpty() && leftovers().isEmpty() && deadMoves.isEmpty();
    }

    @Override
    public String fingerprint() {
        StringBuilder text = new StringBuilder(head() + "\n" + settings.grace() + "\n");
        volumes.forEach(volume -> text.append(volume).append('\n'));
        leftovers().forEach(leftover -> text.append(leftover.object()).append('\n'));
        deadMoves.stream().sorted().forEach(move -> text.append(move).append('\n'));
        return Sha256.hex(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return victims.size() + " volumes to compact, " + leftovers().size() + " leftovers, " + freedBytes()
                + " bytes to be freed";
    }
}
