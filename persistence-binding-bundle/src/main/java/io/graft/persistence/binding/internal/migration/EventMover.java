package io.graft.persistence.binding.internal.migration;

import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.TimeRange;
import io.graft.persistence.binding.Diversion;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves events. The history is copied, the newest first. What clients change meanwhile is noted by place; the noted
 * places are compared and made equal, in rounds that grow shorter, the last one while appends go to the spool.
 */
final class EventMover implements Mover {

    private static final Logger LOG = LoggerFactory.getLogger(EventMover.class);
    private static final Duration DIVERSION = Duration.ofSeconds(5);
    private static final Duration FLIP = Duration.ofSeconds(10);
    /** A round that is no longer than this is short enough to be the last but one. */
    private static final long SHORT_NANOS = Duration.ofMillis(100).toNanos();
    /** And one that does not grow shorter any more, if it is no longer than this. */
    private static final long LONG_NANOS = Duration.ofSeconds(2).toNanos();

    private final Work work;
    private final EventFollower follower;
    private final EventJournal journal;
    private final Endpoint<EventStore> source;
    private final Endpoint<EventStore> target;
    private final Extras extras;
    private final ChunkSync sync;
    private final TouchedRanges ranges = new TouchedRanges();
    private final Deque<EventFilter> filters = new ArrayDeque<>();
    private final Deque<UUID> ids = new ArrayDeque<>();

    EventMover(
            Work work,
            EventFollower follower,
            EventJournal journal,
            Endpoint<EventStore> source,
            Endpoint<EventStore> target,
            Extras extras) {
        this.work = work;
        this.follower = follower;
        this.journal = journal;
        this.source = source;
        this.target = target;
        this.extras = extras;
        sync = new ChunkSync(work.insistence(), target, extras, journal::deletes, work.meter());
    }

    @Override
    public void copy() {
        attend();
        work.meter().begin(count(source));
        if (count(target) == 0) {
            extras.settled();
        }
        copy(TimeRange.ALL, new Pace(work.control(), work.perSecond()), true);
        extras.settled();
    }

    @Override
    public void catchUp() {
        long before;
        long took = Long.MAX_VALUE;
        do {
            before = took;
            long began = System.nanoTime();
            round();
            took = System.nanoTime() - began;
        } while (took > SHORT_NANOS && (took < before / 2 || took > LONG_NANOS));
    }

    @Override
    public String flip(Runnable bind) {
        EventTraffic traffic = attend();
        try {
            return flip(traffic, bind);
        } catch (TooLateException e) {
            return "what was left could not be carried over within " + FLIP.toSeconds() + " s";
        } catch (StoreException e) {
            if (!e.retriable()) {
                throw e;
            }
            return e.getMessage();
        } finally {
            work.insistence().withoutHaste();
        }
    }

    private String flip(EventTraffic traffic, Runnable bind) {
        Diversion diversion = traffic.divert(DIVERSION);
        try {
            work.insistence().within(FLIP);
            round();
            String different = compareCounts();
            if (!different.isEmpty()) {
                ranges.mark(TimeRange.ALL);
                return different;
            }
            if (!attend().equals(traffic)) {
                return "the service was restarted";
            }
            bind.run();
            journal.take();
            return "";
        } finally {
            diversion.close();
        }
    }

    @Override
    public long outstanding() {
        note(journal.take());
        long events = 0;
        for (TimeRange range : ranges.ranges()) {
            events += work.insistence().on(source, store -> store.countEvents(EventFilter.ALL.within(range)));
        }
        return events;
    }

    @Override
    public Mover back(Work nextWork) {
        return new EventMover(nextWork, follower, journal, /* source= */ target, /* target= */ source, Extras.own());
    }

    /** Compares all events in the next round, as long as it is not known which have changed. */
    EventMover withEverythingOutstanding() {
        ranges.mark(TimeRange.ALL);
        return this;
    }

    @Override
    public long followed() {
        return journal.changes();
    }

    @Override
    public void watch() {
        try {
            attendNow();
        } catch (StoreUnavailableException e) {
            LOG.debug("the service is not there to be followed", e);
        }
    }

    @Override
    public void close() {
        follower.close();
    }

    /** The service, which has to be bound to the source. */
    private EventTraffic attend() {
        return work.insistence().call("the service", this::attendNow);
    }

    private EventTraffic attendNow() {
        EventTraffic traffic = follower.attend();
        Bound.require(traffic.provider(), source.provider());
        return traffic;
    }

    /** Makes equal what was noted until now. After a failure, what is left is done in the next round. */
    private void round() {
        attend();
        note(journal.take());
        while (!filters.isEmpty()) {
            EventFilter filter = filters.getFirst();
            work.insistence().on(target, store -> store.delete(filter));
            filters.removeFirst();
        }
        while (!ids.isEmpty()) {
            UUID id = ids.getFirst();
            if (work.insistence().on(source, store -> store.event(id)).isEmpty()) {
                work.insistence().on(target, store -> store.delete(id));
            }
            ids.removeFirst();
        }
        Pace unlimited = new Pace(work.control(), 0);
        for (TimeRange range : ranges.ranges()) {
            copy(range, unlimited, false);
            ranges.remove(range);
        }
    }

    private void note(EventJournal.Notes notes) {
        if (notes.lost()) {
            if (extras.stay()) {
                throw new RefusedException("deletions were missed (the service was restarted, or there were too many),"
                        + " and with merge the copies of what was deleted can't be told from what the target had."
                        + " Start again");
            }
            ranges.mark(TimeRange.ALL);
        }
        filters.addAll(notes.filters());
        ids.addAll(notes.ids());
        notes.ranges().forEach(ranges::mark);
    }

    /** @param history whether this is the first time that these events are looked at */
    private void copy(TimeRange range, Pace pace, boolean history) {
        ChunkReader reader = new ChunkReader(work.insistence(), source, range, pace.chunk(), work.ahead());
        Optional<Chunk> chunk = reader.next();
        while (chunk.isPresent()) {
            attend();
            sync.sync(chunk.get());
            int copied = chunk.get().events().size();
            work.meter().moved(copied, history);
            pace.did(copied);
            chunk = reader.next();
        }
    }

    private String compareCounts() {
        long here = count(source);
        long there = count(target);
        if (extras.stay() ? there >= here : there == here) {
            return "";
        }
        return "provider " + source.provider() + " has " + here + " events and " + target.provider() + " " + there
                + ": all are compared once more";
    }

    private long count(Endpoint<EventStore> side) {
        return work.insistence().on(side, store -> store.countEvents(EventFilter.ALL));
    }
}
