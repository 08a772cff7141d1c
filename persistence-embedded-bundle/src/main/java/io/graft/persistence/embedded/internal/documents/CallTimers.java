package io.graft.persistence.embedded.internal.documents;

import io.graft.api.metrics.Metrics;
import java.util.function.Supplier;

/** How long the calls of the document store take. */
record CallTimers(Call insert, Call replace, Call delete, Call get, Call find, Call count) {

    static CallTimers of(Metrics metrics) {
        return new CallTimers(
                call(metrics, "insert"),
                call(metrics, "replace"),
                call(metrics, "delete"),
                call(metrics, "get"),
                call(metrics, "find"),
                call(metrics, "count"));
    }

    private static Call call(Metrics metrics, String operation) {
        return new Call(metrics.timer(
                "graft_store_call_seconds",
                "Calls of a store, those that fail included.",
                "provider",
                "embedded",
                "store",
                "documents",
                "operation",
                operation));
    }

    /** Calls of one kind. */
    record Call(Metrics.Timer timer) {

        <R> R time(Supplier<R> call) {
            long start = System.nanoTime();
            try {
                return call.get();
            } finally {
                timer.record(System.nanoTime() - start);
            }
        }
    }
}
