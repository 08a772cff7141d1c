package io.graft.persistence.binding;

import java.util.Objects;
import java.util.Optional;

/**
 * How one reference of a service is bound to a store at one moment.
 *
 * @param service the service's name, e.g. {@code core-data}
 * @param pid the PID of the service's configuration, e.g. {@code io.graft.coredata}
 * @param reference the reference's name, e.g. {@code events}; its target is the property {@code events.target}
 * @param stores the kind of store that it needs
 * @param target the filter that is configured; empty where any store will do
 * @param state how the target is met
 * @param bound the store that calls go to now, if there is one
 * @param problem why the target is not met, and what to do; empty when it is met
 */
public record Binding(
        String service,
        String pid,
        String reference,
        StoreKind stores,
        String target,
        State state,
        Optional<Bound> bound,
        String problem) {

    /** How a target is met. */
    public enum State {
        /** The store that is bound meets the target. */
        BOUND,
        /** Nothing installed meets the target, or it is no filter: the store that was bound before still is. */
        KEPT,
        /** No store is bound: calls wait for one for a bounded time, then fail. */
        UNBOUND
    }

    /**
     * The provider of the store that is bound.
     *
     * @param provider its name
     * @param version its version; empty if it doesn't say
     * @param bundle the id of its bundle; -1 if unknown
     */
    public record Bound(String provider, String version, long bundle) {}

    public Binding {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(pid, "pid");
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(stores, "stores");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(bound, "bound");
        Objects.requireNonNull(problem, "problem");
    }

    /** The property of the configuration that holds the target. */
    public String property() {
        return reference + ".target";
    }

    /** The name of the provider that is bound, or empty. */
    public Optional<String> provider() {
        return bound.map(Bound::provider);
    }
}
