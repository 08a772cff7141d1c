package io.graft.persistence.embedded.internal.events;

import io.graft.api.metrics.Metrics;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.persistence.embedded.internal.events.segment.LiveSegment;
import io.graft.persistence.embedded.internal.events.segment.Pace;
import io.graft.persistence.embedded.internal.events.segment.Segment;
import io.graft.persistence.embedded.internal.events.segment.SegmentSource;
import io.graft.persistence.embedded.internal.events.segment.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the number of segments small and gives back the space of deleted events: writes several segments of about one
 * size as one, and segments with much deleted anew. One thread, which leaves the disk to others in between.
 */
final class Merger {

    private static final Logger LOG = LoggerFactory.getLogger(Merger.class);

    private static final int REST_EACH = 256 << 10;
    private static final long REST = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long REST_OF_PURGE = TimeUnit.MICROSECONDS.toNanos(200);

    private final Tables tables;
    private final StoreFiles files;
    private final Publisher publisher;
    private final MergePolicy policy;
    private final Metrics.Timer duration;
    private final Worker worker;
    /** What turned out to be damaged when it was merged: it is left as it is. */
    private final Set<Segment> damaged = new HashSet<>();

    private volatile String damage = "";
    private int sinceRest;

    Merger(Tables tables, StoreFiles files, Publisher publisher, MergePolicy policy, Duration retry, Metrics metrics) {
        this.policy = policy;
        this.tables = tables;
        this.files = files;
        this.publisher = publisher;
        this.duration =
                metrics.timer("graft_store_merge_seconds", "Writing segments of events as one.", "store", "events");
        this.worker = new Worker(
                "graft-embedded-events-merge",
                "event files can't be merged at the moment; nothing is lost",
                this::turn,
                cause -> {},
                retry);
    }

    Worker worker() {
        return worker;
    }

    /** What is wrong, for the health check. */
    List<String> warnings() {
        Stream<String> failing = worker
                .failure()
                .map(cause -> "files can't be merged at the moment, and are tried again: " + cause.getMessage())
                .stream();
        return Stream.concat(failing, Stream.of(damage).filter(text -> !text.isEmpty()))
                .toList();
    }

    private long turn() throws IOException {
        if (publisher.hasDropped()) {
            publisher.publishDropped();
        }
        List<LiveSegment> inputs = retained();
        if (inputs.isEmpty()) {
            return Worker.UNTIL_WOKEN;
        }
        try {
            merge(inputs);
        } catch (CorruptStoreException e) {
            LOG.error("{} It is not merged any more", e.getMessage(), e);
            damage = e.getMessage();
            inputs.forEach(live -> damaged.add(live.segment()));
        } finally {
            inputs.forEach(live -> live.segment().release());
        }
        return Worker.AT_ONCE;
    }

    private void merge(List<LiveSegment> inputs) throws IOException {
        long start = System.nanoTime();
        files.requireSpace(
                inputs.stream().mapToLong(live -> live.segment().length()).sum());
        List<Source> sources = inputs.stream().<Source>map(SegmentSource::new).toList();
        Optional<StoreFiles.Written> written = files.write(sources, pace(inputs));
        int[][] places = written.map(StoreFiles.Written::places).orElseGet(() -> new int[inputs.size()][0]);
        Segment merged = written.map(StoreFiles.Written::segment).orElse(null);
        try {
            publisher.publish(inputs, merged, places);
        } catch (IOException | RuntimeException | Error e) {
            if (merged != null) {
                files.abandon(merged);
            }
            throw e;
        }
        duration.record(System.nanoTime() - start);
    }

    /** What to merge next, held open; empty if nothing is worth it. */
    private List<LiveSegment> retained() {
        List<LiveSegment> chosen = new ArrayList<>();
        tables.holding(() -> {
            damaged.retainAll(
                    tables.state().segments().stream().map(LiveSegment::segment).toList());
            chosen.addAll(policy.choose(tables.state().segments().stream()
                    .filter(live -> !damaged.contains(live.segment()))
                    .toList()));
            chosen.forEach(live -> live.segment().retain());
        });
        return chosen;
    }

    /** Leaves the disk to others now and then; longer where only the number of files is at stake. */
    private Pace pace(List<LiveSegment> inputs) {
        long rest = inputs.size() == 1 ? REST_OF_PURGE : REST;
        return bytes -> {
            if (worker.stopping()) {
                throw new IOException("the store is closing");
            }
            sinceRest += bytes;
            if (sinceRest >= REST_EACH) {
                sinceRest = 0;
                worker.pause(rest);
            }
        };
    }
}
