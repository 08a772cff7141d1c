package io.graft.coredata.internal;

import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.StoreException;
import io.graft.persistence.binding.StoreGate;
import java.util.Optional;
import org.apache.felix.hc.api.Result;

/** Finds out whether events can be stored and read now. */
final class StoreCheck {

    private final StoreGate<EventStore> gate;

    StoreCheck(StoreGate<EventStore> gate) {
        this.gate = gate;
    }

    Result execute() {
        Optional<String> provider = gate.provider();
        if (provider.isEmpty()) {
            return new Result(
                    Result.Status.TEMPORARILY_UNAVAILABLE,
                    "core-data has no store for its events; install the provider that " + SettingsReader.EVENTS_TARGET
                            + " in " + SettingsReader.PID + " selects, or select another one");
        }
        try {
            long events = gate.<Long>call("health", store -> store.countEvents(EventFilter.ALL));
            return new Result(Result.Status.OK, "provider " + provider.get() + " holds " + events + " events");
        } catch (StoreException e) {
            Result.Status status = e.retriable() ? Result.Status.TEMPORARILY_UNAVAILABLE : Result.Status.CRITICAL;
            return new Result(status, "provider " + provider.get() + " fails: " + e.getMessage());
        }
    }
}
