package io.graft.coredata.internal;

import io.graft.api.metadata.DeviceCatalog;
import io.graft.api.metadata.EventRetention;
import io.graft.api.metrics.Metrics;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.EventStream;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.persistence.binding.EventGate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes the events that need not be kept any longer, source by source. */
final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final EventGate gate;
    private final Clock clock;
    private final Metrics.Counter expired;
    private final AtomicReference<DeviceCatalog> catalog = new AtomicReference<>();
    private volatile List<EventRetention> known = List.of();
    private volatile boolean informed = true;

    Retention(EventGate gate, Clock clock, Metrics metrics) {
        this.gate = gate;
        this.clock = clock;
        this.expired = metrics.counter("graft_events_expired_total", "Events that retention has deleted.");
    }

    /** From now on this catalog is asked for what devices say. */
    void bind(DeviceCatalog newCatalog) {
        catalog.set(newCatalog);
        informed = false;
    }

    /** From now on this catalog isn't asked any more; what it said last holds until another one comes. */
    void unbind(DeviceCatalog oldCatalog) {
        catalog.compareAndSet(oldCatalog, null);
    }

    /** Does one round over all sources. Ends early, and says so, if the store is gone or the thread is interrupted. */
    void run(RetentionSettings settings) {
        if (!askDevices()) {
            return;
        }
        RetentionRules rules = new RetentionRules(known);
        RetentionPolicy fallback = RetentionPolicy.of(settings);
        long deleted = 0;
        try {
            for (EventStream stream : gate.<List<EventStream>>read("streams", EventStore::streams)) {
                if (Thread.currentThread().isInterrupted()) {
                    break;
                }
                RetentionPolicy policy = rules.find(stream)
                        .map(own -> RetentionPolicy.of(own, settings))
                        .orElse(fallback);
                deleted += apply(stream, policy);
            }
        } catch (StoreUnavailableException e) {
            LOG.warn("retention ends early, the next round goes on: {}", e.getMessage());
        } catch (StoreException e) {
            LOG.error("retention can't list the sources of events: {}", e.getMessage(), e);
        }
        expired.add(deleted);
        if (deleted > 0) {
            LOG.info("retention has deleted {} events", deleted);
        }
    }

    private long apply(EventStream stream, RetentionPolicy policy) {
        try {
            return new RetentionRound(gate, now()).apply(stream, policy);
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (StoreException e) {
            LOG.error(
                    "retention failed for source {} of device {}: {}",
                    stream.sourceName(),
                    stream.deviceName(),
                    e.getMessage(),
                    e);
            return 0;
        }
    }

    /** Learns what devices say; false if a catalog is there and has never told, since its devices may keep more. */
    private boolean askDevices() {
        DeviceCatalog current = catalog.get();
        if (current == null) {
            return informed;
        }
        try {
            known = current.retentions();
            informed = true;
        } catch (StoreException e) {
            LOG.warn(
                    "retention {} since core-metadata can't tell what devices say: {}",
                    informed ? "goes by what it knows" : "waits",
                    e.getMessage());
        }
        return informed;
    }

    private long now() {
        Instant instant = clock.instant();
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
