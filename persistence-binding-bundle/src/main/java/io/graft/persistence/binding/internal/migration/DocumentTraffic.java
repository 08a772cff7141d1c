package io.graft.persistence.binding.internal.migration;

import io.graft.api.persistence.CollectionSpec;
import io.graft.persistence.binding.DocumentGate;
import io.graft.persistence.binding.Fence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The documents that a running service writes. */
interface DocumentTraffic {

    /** The provider that the service is bound to; empty when to none. */
    Optional<String> provider();

    /** All collections that the service keeps. */
    List<CollectionSpec> collections();

    /** As {@link DocumentGate#fence}. */
    Fence fence(Duration timeout);

    /** The traffic through a gate. */
    record OfGate(DocumentGate gate) implements DocumentTraffic {

        @Override
        public Optional<String> provider() {
            return gate.provider();
        }

        @Override
        public List<CollectionSpec> collections() {
            return gate.collections();
        }

        @Override
        public Fence fence(Duration timeout) {
            return gate.fence(timeout);
        }
    }
}
