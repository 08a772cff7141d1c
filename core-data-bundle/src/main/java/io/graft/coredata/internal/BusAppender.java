package io.graft.coredata.internal;

import io.graft.api.bus.Delivery;
import io.graft.api.metrics.Metrics;
import io.graft.api.model.Event;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.StoreException;
import io.graft.coredata.internal.BusQueue.Arrival;
import io.graft.coredata.internal.BusRejectedException.Reason;
import io.graft.persistence.binding.EventGate;
import io.graft.persistence.binding.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the events of the bus into the gate, group by group, and acknowledges each once it is durable. What can't be
 * kept now stays unacknowledged, and is tried again until it can be: then the window of the subscription is used up,
 * and the bus lets its publishers wait. Run by several threads at once.
 */
final class BusAppender implements Runnable {

    /** Events as they were read, and where they came from. */
    private record Group(List<Event> events, List<Arrival> arrivals) {

        Group(int size) {
            this(new ArrayList<>(size), new ArrayList<>(size));
        }

        void add(Event event, Arrival arrival) {
            events.add(event);
            arrivals.add(arrival);
        }

        int size() {
            return events.size();
        }

        Group only(int index) {
            return new Group(events.subList(index, index + 1), arrivals.subList(index, index + 1));
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(BusAppender.class);
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** How often an event is tried that makes the store fail in a way that stores must not fail in. */
    private static final int STRANGE_TRIES = 5;

    private final BusQueue queue;
    private final EventGate gate;
    private final Supplier<Settings> settings;
    private final Persisted persisted;
    private final BusRejects rejects;
    private final BusEventReader reader;
    private final Map<Outcome, Metrics.Counter> outcomes = new EnumMap<>(Outcome.class);
    private final Metrics.Counter retries;
    private final Metrics.Timer duration;
    private final Seldom seldom = new Seldom();

    BusAppender(
            BusQueue queue,
            BusEventReader reader,
            EventGate gate,
            Supplier<Settings> settings,
            Persisted persisted,
            Metrics metrics) {
        this.queue = queue;
        this.reader = reader;
        this.gate = gate;
        this.settings = settings;
        this.persisted = persisted;
        this.rejects = new BusRejects(metrics);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(
                    outcome,
                    metrics.counter(
                            "graft_bus_events_total",
                            "Events that came by the bus and were acknowledged.",
                            "outcome",
                            outcome.name().toLowerCase(Locale.ROOT)));
        }
        retries = metrics.counter(
                "graft_bus_append_retries_total",
                "How often events of the bus could be kept neither in the store nor in the spool, and were tried again.");
        duration = metrics.timer(
                "graft_bus_event_seconds", "Time from the delivery of an event by the bus to its acknowledgement.");
    }

    /** Works until the queue is closed. */
    @Override
    public void run() {
        try {
            while (!queue.closed()) {
                List<Arrival> arrivals = queue.take(QUIET);
                if (!arrivals.isEmpty()) {
                    process(arrivals);
                }
                rejects.say();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever goes wrong, nothing of a group is forgotten: to do all of it again is safe. */
    private void process(List<Arrival> arrivals) throws InterruptedException {
        for (Duration pause = SHORTEST_PAUSE; ; pause = longer(pause)) {
            try {
                keep(read(arrivals));
                return;
            } catch (RuntimeException | Error e) {
                LOG.error("{} messages of the bus are tried again after a defect", arrivals.size(), e);
            }
            if (queue.closedWithin(pause)) {
                return;
            }
        }
    }

    private Group read(List<Arrival> arrivals) {
        long maxBytes = settings.get().maxEventBytes();
        Group group = new Group(arrivals.size());
        for (Arrival arrival : arrivals) {
            try {
                group.add(reader.read(arrival.delivery().message(), maxBytes), arrival);
            } catch (BusRejectedException e) {
                reject(arrival, e);
            } catch (RuntimeException e) {
                LOG.error(
                        "a message on {} can't be read",
                        arrival.delivery().message().topic(),
                        e);
                reject(arrival, new BusRejectedException(Reason.FAILED, e.toString(), e));
            }
        }
        return group;
    }

    private void keep(Group group) throws InterruptedException {
        if (!settings.get().persistData()) {
            group.arrivals().forEach(this::acknowledge);
            return;
        }
        if (group.size() == 0) {
            return;
        }
        int strange = 0;
        for (Duration pause = SHORTEST_PAUSE; ; pause = longer(pause)) {
            try {
                acknowledge(group, gate.append(group.events()));
                return;
            } catch (StoreException e) {
                if (!e.retriable() && !(e instanceof CorruptStoreException)) {
                    blame(group, new BusRejectedException(Reason.REFUSED, e.getMessage(), e));
                    return;
                }
                say(group, e);
            } catch (RuntimeException e) {
                if (group.size() > 1 || ++strange == STRANGE_TRIES) {
                    LOG.error("the store fails with an event of the bus in a way that it must not", e);
                    blame(group, new BusRejectedException(Reason.FAILED, e.toString(), e));
                    return;
                }
            }
            retries.add(group.size());
            if (queue.closedWithin(pause)) {
                return;
            }
        }
    }

    /** The store will never take one event or more of a group: only those are given up. */
    private void blame(Group group, BusRejectedException why) throws InterruptedException {
        if (group.size() == 1) {
            reject(group.arrivals().get(0), why);
            return;
        }
        for (int i = 0; i < group.size(); i++) {
            keep(group.only(i));
        }
    }

    private void acknowledge(Group group, List<Outcome> became) {
        for (int i = 0; i < group.size(); i++) {
            Outcome outcome = became.get(i);
            outcomes.get(outcome).add(1);
            if (outcome != Outcome.DUPLICATE) {
                persisted.add(group.events().get(i));
            }
            acknowledge(group.arrivals().get(i));
        }
    }

    private void acknowledge(Arrival arrival) {
        duration.record(System.nanoTime() - arrival.at());
        arrival.delivery().acknowledge();
    }

    private void reject(Arrival arrival, BusRejectedException why) {
        Delivery delivery = arrival.delivery();
        rejects.add(delivery.message().topic(), why);
        delivery.acknowledge();
    }

    private void say(Group group, StoreException why) {
        if (seldom.now()) {
            LOG.warn(
                    "core-data can't keep {} events of the bus now; they stay unacknowledged and are tried again: {}",
                    group.size(),
                    why.getMessage());
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
}
