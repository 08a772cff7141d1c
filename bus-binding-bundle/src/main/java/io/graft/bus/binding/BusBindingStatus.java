package io.graft.bus.binding;

import io.graft.api.bus.BusStatus;
import io.graft.api.bus.SubscriptionSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How the bus is bound at one moment.
 *
 * @param target the filter that is configured; empty where any provider will do
 * @param state how the target is met
 * @param bound which of the providers messages go to now, if to any
 * @param problem why the target is not met, and what to do; empty when it is met
 * @param providers those that are installed, by name and version
 * @param subscriptions the gateway's own, by name
 * @param counts what was done since the gateway's start
 */
public record BusBindingStatus(
        String target,
        State state,
        Optional<BusProvider> bound,
        String problem,
        List<BusProvider> providers,
        List<Subscribed> subscriptions,
        Counts counts) {

    /** How a target is met. */
    public enum State {
        /** The provider that is bound meets the target. */
        BOUND,
        /** Nothing installed meets the target, or it is no filter: the provider that was bound before still is. */
        KEPT,
        /** No provider is bound: to publish fails, subscriptions wait for one. */
        UNBOUND
    }

    /**
     * A provider that is installed.
     *
     * @param name its name, by which the bus is bound to it
     * @param version its version; empty if it doesn't say
     * @param bundle the id of its bundle; -1 if unknown
     * @param status how it is
     */
    public record BusProvider(String name, String version, long bundle, BusStatus status) {}

    /**
     * A subscription of the gateway.
     *
     * @param spec what was subscribed to
     * @param delivered messages handed to its listener
     * @param open deliveries not acknowledged yet
     * @param waiting messages that wait in the gateway for room in the window: in a swap, or after a new connection
     */
    public record Subscribed(SubscriptionSpec spec, long delivered, int open, int waiting) {}

    /**
     * Figures since the gateway's start.
     *
     * @param published messages that were handed over
     * @param publishedPerSecond how many a second in the last ten seconds
     * @param delivered messages that subscriptions have got
     * @param deliveredPerSecond how many a second in the last ten seconds
     * @param failed messages that could not be published
     * @param requests requests that were made
     * @param openRequests those that wait for their reply now
     * @param timeouts those that got none in time
     * @param lateReplies replies that came after the time-out
     * @param secondReplies replies to what was answered already
     * @param unknownReplies replies to nothing that the gateway has asked; those to others are among them
     */
    public record Counts(
            long published,
            double publishedPerSecond,
            long delivered,
            double deliveredPerSecond,
            long failed,
            long requests,
            int openRequests,
            long timeouts,
            long lateReplies,
            long secondReplies,
            long unknownReplies) {}

    public BusBindingStatus {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(bound, "bound");
        Objects.requireNonNull(problem, "problem");
        providers = List.copyOf(providers);
        subscriptions = List.copyOf(subscriptions);
        Objects.requireNonNull(counts, "counts");
    }

    /** How the bound provider is. */
    public Optional<BusStatus> bus() {
        return bound.map(BusProvider::status);
    }
}
