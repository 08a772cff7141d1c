package io.graft.metadata.internal.outbox;

import io.graft.api.metrics.Metrics;
import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.bus.binding.Bus;
import io.graft.metadata.internal.json.Json;
import io.graft.metadata.internal.store.Journal;
import io.graft.metadata.internal.store.Kind;
import io.graft.persistence.binding.DocumentGate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.MDC;

/**
 * Says on the message bus what has changed: after it is durable, in the order of the changes, each at least once, also
 * when the gateway is killed in between. Thread-safe.
 */
public final class SystemEvents implements AutoCloseable {

    private static final Bounds BOUNDS =
            new Bounds(10_000, 16L << 20, Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(2));
    private static final int PAGE = 200;
    private static final String CORRELATION_ID = "correlationId";

    /**
     * What is bounded, and how.
     *
     * @param mostWaiting the most changes that wait for the bus
     * @param mostSize the most characters that they have together
     * @param quiet after how long without a change the store is tidied up
     * @param patience how long a change waits for others
     * @param longestPause the longest pause before what has failed is tried again
     */
    record Bounds(int mostWaiting, long mostSize, Duration quiet, Duration patience, Duration longestPause) {}

    private final DocumentGate gate;
    private final Outbox outbox;
    private final Backlog backlog;
    private final Publisher publisher;
    private final Metrics.Registration gauge;

    /** Prepares it; {@link #start} begins to publish. */
    public SystemEvents(DocumentGate gate, Json json, InstantSource time, Bus bus, Metrics metrics) {
        this(gate, json, time, bus, metrics, BOUNDS);
    }

    SystemEvents(DocumentGate gate, Json json, InstantSource time, Bus bus, Metrics metrics, Bounds bounds) {
        this.gate = gate;
        Tally tally = new Tally(metrics);
        Slots slots = new Slots(gate, json);
        backlog = new Backlog(bounds.mostWaiting(), bounds.mostSize(), time, entry -> {
            tally.overflowed(entry.change);
            slots.release(entry.slot);
        });
        Recovery recovery = new Recovery(gate, collections(), slots, backlog);
        outbox = new Outbox(gate, slots, backlog, recovery, time, SystemEvents::correlationId, bounds.patience());
        publisher = new Publisher(
                backlog,
                slots,
                new Doubts(backlog, recovery::now),
                new Announcer(this::usersOfProfile),
                bus,
                this::moveIn,
                tally,
                bounds);
        gauge = metrics.gauge(
                "graft_system_events_waiting", "Changes whose system events are not published yet.", backlog::changes);
    }

    /** The collection that it keeps. */
    public static CollectionSpec collection() {
        return Slots.OUTBOX;
    }

    /** What changes are to be made through. */
    public Journal journal() {
        return outbox;
    }

    public void start() {
        publisher.start();
    }

    /** To be called when another store may be bound. */
    public void storesChanged() {
        backlog.wake();
    }

    /** How many changes are not published yet. */
    int waiting() {
        return backlog.changes();
    }

    @Override
    public void close() {
        publisher.close();
        gauge.close();
    }

    private void moveIn() {
        if (gate.provider().isPresent()) {
            outbox.moveIn();
        }
    }

    private Collection<String> usersOfProfile(String profile) {
        Set<String> services = new TreeSet<>();
        Condition ofProfile = new Condition.Equal(Kind.PROFILE, profile);
        List<Document> page;
        long offset = 0;
        do {
            DocumentQuery query = DocumentQuery.where(ofProfile).window(offset, PAGE);
            page = gate.call(
                    "find",
                    store -> store.collection(Kind.DEVICE.spec()).find(query).items());
            page.forEach(device -> services.addAll(device.texts().getOrDefault(Kind.SERVICE, List.of())));
            offset += page.size();
        } while (page.size() == PAGE);
        return services;
    }

    private static Map<String, CollectionSpec> collections() {
        return Stream.of(Kind.DEVICE, Kind.DEVICE_PROFILE, Kind.DEVICE_SERVICE, Kind.PROVISION_WATCHER)
                .collect(Collectors.toMap(Kind::event, Kind::spec));
    }

    /** The dispatcher of requests keeps it where the log finds it. */
    private static String correlationId() {
        String id = MDC.get(CORRELATION_ID);
        return id == null ? "" : id;
    }
}
