package io.graft.coredata.internal;

import io.graft.api.persistence.EventStore;
import io.graft.persistence.binding.EventGate;
import io.graft.rest.Response;
import java.util.function.Function;

/** Reads for one request, and says in its answer how many acknowledged events the store did not have yet. */
final class StoreReader {

    /** How many acknowledged events are missing in an answer; absent if none is. */
    static final String SPOOLED = "Graft-Spooled";

    private final EventGate gate;
    private long missing;

    StoreReader(EventGate gate) {
        this.gate = gate;
    }

    <R> R read(String operation, Function<EventStore, R> question) {
        return gate.read(operation, store -> {
            missing = Math.max(missing, gate.missing());
            return question.apply(store);
        });
    }

    /** How many acknowledged events the store did not have yet when it was asked. */
    long missing() {
        return missing;
    }

    Response mark(Response answer) {
        return missing == 0 ? answer : answer.header(SPOOLED, Long.toString(missing));
    }
}
