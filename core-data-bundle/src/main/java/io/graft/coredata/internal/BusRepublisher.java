package io.graft.coredata.internal;

import io.graft.api.bus.Qos;
import io.graft.api.metrics.Metrics;
import io.graft.api.model.Event;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.Envelope;
import io.graft.rest.Request;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the bus of events that came by REST, as EdgeX does: the request as it was sent, after its event was kept. It
 * waits for nothing, and whatever goes wrong is counted and hurts no request. Safe for use by many threads.
 */
final class BusRepublisher {

    private static final Logger LOG = LoggerFactory.getLogger(BusRepublisher.class);
    private static final int UNIT = 1_024;

    /** In units: what may be under way on the bus at once. */
    private static final int MOST = 16 * 1_024;

    private final Bus bus;
    private final Metrics.Counter published;
    private final Metrics.Counter failed;
    private final Semaphore room = new Semaphore(MOST);
    private final Seldom seldom = new Seldom();

    BusRepublisher(Bus bus, Metrics metrics) {
        this.bus = bus;
        published = metrics.counter("graft_bus_republished_total", "Events that came by REST and were published.");
        failed = metrics.counter(
                "graft_bus_republish_failed_total", "Events that came by REST and could not be published.");
    }

    /** Publishes what a request has brought, which was kept. */
    void publish(Request request, byte[] body, Event event) {
        int units = Math.min(MOST, 1 + body.length / UNIT);
        if (!room.tryAcquire(units)) {
            failed("too much is under way already");
            return;
        }
        try {
            String topic = bus.topics()
                    .coreEvent(
                            request.pathParam("serviceName"),
                            event.profileName(),
                            event.deviceName(),
                            event.sourceName());
            bus.publish(topic, envelope(request, body), Qos.AT_LEAST_ONCE).whenComplete((done, failure) -> {
                room.release(units);
                if (failure == null) {
                    published.add(1);
                } else {
                    failed(String.valueOf(failure.getMessage()));
                }
            });
        } catch (RuntimeException e) {
            room.release(units);
            failed(e.getMessage());
        }
    }

    private static Envelope envelope(Request request, byte[] body) {
        boolean cbor = request.header("Content-Type")
                .filter(type -> type.regionMatches(true, 0, Envelope.CBOR, 0, Envelope.CBOR.length()))
                .isPresent();
        return Envelope.of(body, cbor ? Envelope.CBOR : Envelope.JSON).withCorrelationId(request.correlationId());
    }

    private void failed(String why) {
        failed.add(1);
        if (seldom.now()) {
            LOG.warn("core-data can't publish an event that came by REST, {} so far: {}", failed.sum(), why);
        }
    }
}
