package io.graft.persistence.embedded.internal.events;

import io.graft.api.metrics.Metrics;
import io.graft.persistence.embedded.internal.events.segment.LiveSegment;
import io.graft.persistence.embedded.internal.events.segment.Segment;
import io.graft.persistence.embedded.internal.events.segment.SegmentSource;
import io.graft.persistence.embedded.internal.events.segment.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the number of segments small and gives back the space of deleted events: writes several segments of about one
 * size as one, and segments with much deleted anew. One thread, which leaves the disk to others in between.
 */
final class Merger implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Merger.class);

    /** How many segments of one size become one. */
    private static final int FAN_IN = 8;
    /** The most events of a merged segment: a merge holds some twenty bytes for each in memory. */
    private static final int MOST_EVENTS = 600_000;
    /** So many deleted events, or this share of a segment, are worth writing it anew. */
    private static final int MANY_DELETED = 10_000;

    private static final int DELETED_SHARE = 8;
    private static final int REST_EACH = 256 << 10;
    private static final long REST = TimeUnit.MILLISECONDS.toNanos(2);

    private final Tables tables;
    private final StoreFiles files;
    private final Publisher publisher;
    private final Metrics.Timer duration;
    private final Worker worker;
    private boolean failing;
    private int sinceRest;

    Merger(Tables tables, StoreFiles files, Publisher publisher, Metrics metrics) {
        this.tables = tables;
        this.files = files;
        this.publisher = publisher;
        this.duration =
                metrics.timer("graft_store_merge_seconds", "Writing segments of events as one.", "store", "events");
        this.worker = new Worker("graft-embedded-events-merge", this::turn);
    }

    void start() {
        worker.start();
    }

    /** Says that there is a new segment, or that events were deleted. */
    void wake() {
        worker.wake();
    }

    @Override
    public void close() {
        worker.close();
    }

    private long turn() {
        try {
            if (publisher.hasDropped()) {
                publisher.publishDropped();
            }
            List<LiveSegment> inputs = retained();
            if (inputs.isEmpty()) {
                return Worker.UNTIL_WOKEN;
            }
            try {
                merge(inputs);
            } finally {
                inputs.forEach(live -> live.segment().release());
            }
            failing = false;
            return Worker.AT_ONCE;
        } catch (IOException | RuntimeException e) {
            if (!failing && !worker.closing()) {
                failing = true;
                LOG.warn("event files can't be merged at the moment; nothing is lost, and it is tried again", e);
            }
            return Worker.RETRY;
        }
    }

    private void merge(List<LiveSegment> inputs) throws IOException {
        long start = System.nanoTime();
        List<Source> sources = inputs.stream().<Source>map(SegmentSource::new).toList();
        Optional<StoreFiles.Written> written = files.write(sources, this::pace);
        int[][] places = written.map(StoreFiles.Written::places).orElseGet(() -> new int[inputs.size()][0]);
        Segment merged = written.map(StoreFiles.Written::segment).orElse(null);
        try {
            publisher.publish(inputs, merged, places);
        } catch (IOException | RuntimeException e) {
            if (merged != null) {
                merged.release();
            }
            throw e;
        }
        duration.record(System.nanoTime() - start);
    }

    /** What to merge next, held open; empty if nothing is worth it. */
    private List<LiveSegment> retained() {
        List<LiveSegment> chosen = new ArrayList<>();
        tables.holding(() -> {
            chosen.addAll(choose(tables.state().segments()));
            chosen.forEach(live -> live.segment().retain());
        });
        return chosen;
    }

    static List<LiveSegment> choose(List<LiveSegment> segments) {
        Optional<LiveSegment> purged = segments.stream()
                .filter(live -> live.deleted().count() >= MANY_DELETED
                        || live.deleted().count() * DELETED_SHARE
                                > live.segment().events())
                .max(Comparator.comparingInt(live -> live.deleted().count()));
        if (purged.isPresent()) {
            return List.of(purged.get());
        }
        Map<Integer, List<LiveSegment>> tiers =
                segments.stream().collect(Collectors.groupingBy(Merger::tier, TreeMap::new, Collectors.toList()));
        for (List<LiveSegment> tier : tiers.values()) {
            if (tier.size() >= FAN_IN) {
                List<LiveSegment> chosen = oldest(tier);
                if (chosen.size() > 1) {
                    return chosen;
                }
            }
        }
        return List.of();
    }

    /** Neighbours in time, so that what is old can go as a whole. */
    private static List<LiveSegment> oldest(List<LiveSegment> tier) {
        List<LiveSegment> byTime = new ArrayList<>(tier);
        byTime.sort(Comparator.comparingLong(live -> live.segment().firstOrigin()));
        List<LiveSegment> chosen = new ArrayList<>();
        long events = 0;
        for (LiveSegment live : byTime.subList(0, FAN_IN)) {
            events += live.events();
            if (events > MOST_EVENTS) {
                break;
            }
            chosen.add(live);
        }
        return chosen;
    }

    private static int tier(LiveSegment live) {
        return (Integer.SIZE - Integer.numberOfLeadingZeros(live.events())) / 3;
    }

    private void pace(int bytes) throws IOException {
        if (worker.closing()) {
            throw new IOException("the store is closing");
        }
        sinceRest += bytes;
        if (sinceRest >= REST_EACH) {
            sinceRest = 0;
            worker.pause(REST);
        }
    }
}
