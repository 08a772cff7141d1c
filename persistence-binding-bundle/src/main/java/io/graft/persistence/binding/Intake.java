package io.graft.persistence.binding;

import io.graft.api.model.Event;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.util.ArrayList;
import java.util.List;

/** Takes events in: into the store, and into the spool while the store does not take them. Safe for many threads. */
final class Intake {

    private final String service;
    private final StoreGate<EventStore> gate;
    private final Turnstile changes;
    private final Combiner combiner;
    private final Circuit circuit;
    private final Spooling spooling;
    private final Drainer drainer;

    Intake(
            String service,
            StoreGate<EventStore> gate,
            Turnstile changes,
            Combiner combiner,
            Circuit circuit,
            Spooling spooling,
            Drainer drainer) {
        this.service = service;
        this.gate = gate;
        this.changes = changes;
        this.combiner = combiner;
        this.circuit = circuit;
        this.spooling = spooling;
        this.drainer = drainer;
    }

    /** Keeps events, as {@link EventGate#append(List)} says. */
    List<Outcome> append(List<Event> batch) {
        boolean spool = spooling.usable();
        if (spool && (circuit.isOpen() || changes.shut() || gate.current() == null)) {
            String why = circuit.isOpen() ? circuit.cause() : "no store takes it";
            spool(batch, why);
            return batch.stream().map(event -> Outcome.SPOOLED).toList();
        }
        if (!spool) {
            gate.enter().leave();
        }
        List<Pending> done;
        try {
            done = combiner.append(batch, spooling.settings().appendTimeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(
                    Reason.CLOSED, service + " was interrupted; whether the event is stored is not known", e);
        }
        List<Outcome> outcomes = new ArrayList<>(done.size());
        List<Pending> left = new ArrayList<>(0);
        for (Pending each : done) {
            Outcome outcome = each.outcome();
            outcomes.add(outcome == null ? Outcome.SPOOLED : outcome);
            if (outcome == null) {
                left.add(each);
            }
        }
        if (!left.isEmpty()) {
            left.forEach(each -> requireOutage(each, spool));
            spool(
                    left.stream().map(Pending::event).toList(),
                    reason(left.get(0)).getMessage());
        }
        return outcomes;
    }

    /** Why the store did not take an event. */
    private RuntimeException reason(Pending event) {
        return event.failure() == null
                ? new StoreUnavailableException(
                        Reason.TIMEOUT,
                        "the store has not answered within "
                                + spooling.settings().appendTimeout().toMillis() + " ms")
                : event.failure();
    }

    /** Takes notice that the store fails; throws if an event is to blame itself, or there is no spool for it. */
    private void requireOutage(Pending event, boolean spool) {
        RuntimeException failure = reason(event);
        boolean outage = failure instanceof CorruptStoreException
                || (failure instanceof StoreUnavailableException unavailable && unavailable.reason() != Reason.BUSY);
        if (!outage || !spool) {
            throw failure;
        }
        if (!changes.shut() && gate.current() != null && circuit.open(failure)) {
            combiner.refuseWaiting(new StoreUnavailableException(Reason.CLOSED, circuit.cause(), failure));
        }
    }

    private void spool(List<Event> events, String why) {
        spooling.append(events, why);
        drainer.spooled();
    }
}
