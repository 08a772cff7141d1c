package io.graft.persistence.binding.internal.migration;

import io.graft.persistence.binding.Diversion;
import io.graft.persistence.binding.EventChanges;
import io.graft.persistence.binding.EventGate;
import io.graft.persistence.binding.Following;
import java.time.Duration;
import java.util.Optional;

/** The events that a running service writes. Two are equal if they are those of the same instance of the service. */
interface EventTraffic {

    /** The provider that the service is bound to; empty when to none. */
    Optional<String> provider();

    /** As {@link EventGate#follow}. */
    Following follow(EventChanges changes);

    /** As {@link EventGate#divert}. */
    Diversion divert(Duration timeout);

    /** The traffic through a gate. */
    record OfGate(EventGate gate) implements EventTraffic {

        @Override
        public Optional<String> provider() {
            return gate.provider();
        }

        @Override
        public Following follow(EventChanges changes) {
            return gate.follow(changes);
        }

        @Override
        public Diversion divert(Duration timeout) {
            return gate.divert(timeout);
        }
    }
}
