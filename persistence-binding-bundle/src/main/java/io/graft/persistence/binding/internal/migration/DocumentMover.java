package io.graft.persistence.binding.internal.migration;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.persistence.binding.Fence;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves documents. There are few of them compared with events, so what clients change meanwhile is found by comparing all
 * of them by digest; the last time behind a fence that lets no change through.
 */
final class DocumentMover implements Mover {

    private static final Logger LOG = LoggerFactory.getLogger(DocumentMover.class);
    private static final Duration FENCE = Duration.ofSeconds(5);
    private static final long SHORT_NANOS = Duration.ofMillis(500).toNanos();
    private static final int MOST_ROUNDS = 5;

    private final Work work;
    private final Supplier<DocumentTraffic> service;
    private final Endpoint<DocumentStore> source;
    private final Endpoint<DocumentStore> target;
    private final Extras extras;
    private final AtomicLong followed = new AtomicLong();

    DocumentMover(
            Work work,
            Supplier<DocumentTraffic> service,
            Endpoint<DocumentStore> source,
            Endpoint<DocumentStore> target,
            Extras extras) {
        this.work = work;
        this.service = service;
        this.source = source;
        this.target = target;
        this.extras = extras;
    }

    @Override
    public void copy() {
        List<CollectionSpec> collections = attend().collections();
        work.meter().begin(count(collections, source));
        if (count(collections, target) == 0) {
            extras.settled();
        }
        compare(collections, new Pace(work.control(), work.perSecond()), true, false);
        extras.settled();
    }

    @Override
    public void catchUp() {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            long began = System.nanoTime();
            round(false);
            if (System.nanoTime() - began < SHORT_NANOS) {
                return;
            }
        }
    }

    @Override
    public String flip(Runnable bind) {
        DocumentTraffic traffic = attend();
        try {
            return flip(traffic, bind);
        } catch (TooLateException e) {
            return "comparing all documents took longer than the " + FENCE.toSeconds()
                    + " s for which the service's changes may wait";
        } catch (StoreException e) {
            if (!e.retriable()) {
                throw e;
            }
            return e.getMessage();
        } finally {
            work.insistence().withoutHaste();
        }
    }

    private String flip(DocumentTraffic traffic, Runnable bind) {
        Fence fence = traffic.fence(FENCE);
        try {
            work.insistence().within(FENCE);
            round(true);
            if (!attend().equals(traffic)) {
                return "the service was restarted";
            }
            bind.run();
            return "";
        } finally {
            fence.close();
        }
    }

    @Override
    public long outstanding() {
        return count(attend().collections(), source);
    }

    @Override
    public long followed() {
        return followed.get();
    }

    @Override
    public void watch() {
        try {
            attendNow();
        } catch (StoreUnavailableException e) {
            LOG.debug("the service is not there", e);
        }
    }

    @Override
    public Mover back(Work nextWork) {
        return new DocumentMover(nextWork, service, /* source= */ target, /* target= */ source, Extras.own());
    }

    @Override
    public void close() {
        // follows nothing
    }

    private DocumentTraffic attend() {
        return work.insistence().call("the service", this::attendNow);
    }

    private DocumentTraffic attendNow() {
        DocumentTraffic traffic = service.get();
        Bound.require(traffic.provider(), source.provider());
        return traffic;
    }

    private void round(boolean still) {
        followed.addAndGet(compare(attend().collections(), new Pace(work.control(), 0), false, still));
    }

    private long compare(List<CollectionSpec> collections, Pace pace, boolean history, boolean still) {
        long changed = 0;
        for (CollectionSpec spec : collections) {
            changed += new CollectionSync(spec, work, source, target, extras).sync(pace, history, still);
        }
        return changed;
    }

    private long count(List<CollectionSpec> collections, Endpoint<DocumentStore> side) {
        long count = 0;
        for (CollectionSpec spec : collections) {
            count += new DocumentWalk(work.insistence(), side, spec).count();
        }
        return count;
    }
}
