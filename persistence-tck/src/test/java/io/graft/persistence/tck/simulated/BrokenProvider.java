package io.graft.persistence.tck.simulated;

import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.EventStore;
import io.graft.persistence.tck.TestedProvider;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A provider that does one thing wrong.
 *
 * @param fault what
 * @param provider makes it
 * @param caughtBy the ids of the checks that must find it, each of them
 */
public record BrokenProvider(String fault, Supplier<TestedProvider> provider, List<String> caughtBy) {

    static BrokenProvider of(String fault, Supplier<TestedProvider> provider, String... caughtBy) {
        return new BrokenProvider(fault, provider, List.of(caughtBy));
    }

    static BrokenProvider events(String fault, UnaryOperator<EventStore> store, String... caughtBy) {
        return of(
                fault,
                () -> new SimulatedProvider() {
                    @Override
                    protected EventStore events(EventStore sound) {
                        return store.apply(sound);
                    }
                },
                caughtBy);
    }

    static BrokenProvider documents(String fault, UnaryOperator<DocumentCollection> collection, String... caughtBy) {
        return of(
                fault,
                () -> new SimulatedProvider() {
                    @Override
                    protected DocumentCollection collection(DocumentCollection sound) {
                        return collection.apply(sound);
                    }
                },
                caughtBy);
    }

    @Override
    public String toString() {
        return fault;
    }
}
