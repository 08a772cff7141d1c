package io.graft.coredata.internal;

import io.graft.api.metrics.Metrics;
import io.graft.api.model.Event;

/** Counts what was stored, whichever way it came. Safe for use by many threads. */
final class Persisted {

    private final Metrics.Counter events;
    private final Metrics.Counter readings;

    Persisted(Metrics metrics) {
        events = metrics.counter("graft_events_persisted_total", "Events that were stored.");
        readings = metrics.counter("graft_readings_persisted_total", "Readings that were stored.");
    }

    void add(Event event) {
        events.add(1);
        readings.add(event.readings().size());
    }

    long events() {
        return events.sum();
    }

    long readings() {
        return readings.sum();
    }
}
