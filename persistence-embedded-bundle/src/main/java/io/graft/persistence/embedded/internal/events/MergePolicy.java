package io.graft.persistence.embedded.internal.events;

import io.graft.persistence.embedded.internal.events.segment.LiveSegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which segments are worth being written anew: one of which much is deleted; or several of about one size, neighbours
 * in time, so that what is old can go as a whole.
 *
 * @param fanIn how many segments of one size become one; 127 at most
 * @param mostEvents the most events of a merged segment: a merge holds some twenty bytes for each in memory
 * @param mostBytes how large the files of a merge are together at most: large records are not worth being copied often
 * @param manyDeleted so many deleted events are worth writing a segment anew
 * @param deletedShare or this part of a segment: an eighth for 8
 */
record MergePolicy(int fanIn, int mostEvents, long mostBytes, int manyDeleted, int deletedShare) {

    static final MergePolicy DEFAULT = new MergePolicy(8, 600_000, 512L << 20, 10_000, 8);

    /** What to merge next; empty if nothing is worth it. */
    List<LiveSegment> choose(List<LiveSegment> segments) {
        Optional<LiveSegment> purged = segments.stream()
                .filter(this::isWorthPurging)
                .max(Comparator.comparingInt(live -> live.deleted().count()));
        if (purged.isPresent()) {
            return List.of(purged.get());
        }
        Map<Integer, List<LiveSegment>> tiers =
                segments.stream().collect(Collectors.groupingBy(MergePolicy::tier, TreeMap::new, Collectors.toList()));
        for (List<LiveSegment> tier : tiers.values()) {
            if (tier.size() >= fanIn) {
                List<LiveSegment> chosen = oldest(tier);
                if (chosen.size() > 1) {
                    return chosen;
                }
            }
        }
        return List.of();
    }

    /** Whether so much of a segment is deleted that it is written anew, whatever its size. */
    boolean isWorthPurging(LiveSegment live) {
        int deleted = live.deleted().count();
        return deleted >= manyDeleted
                || (long) deleted * deletedShare > live.segment().events();
    }

    private List<LiveSegment> oldest(List<LiveSegment> tier) {
        List<LiveSegment> byTime = new ArrayList<>(tier);
        byTime.sort(Comparator.comparingLong(live -> live.segment().firstOrigin()));
        List<LiveSegment> chosen = new ArrayList<>();
        long events = 0;
        long bytes = 0;
        for (LiveSegment live : byTime.subList(0, fanIn)) {
            events += live.events();
            bytes += live.segment().length();
            if (events > mostEvents || bytes > mostBytes) {
                break;
            }
            chosen.add(live);
        }
        return chosen;
    }

    private static int tier(LiveSegment live) {
        return (Integer.SIZE - Integer.numberOfLeadingZeros(live.events())) / 3;
    }
}
