package io.graft.persistence.binding;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A service that keeps its data in stores which its configuration selects. Registered as an OSGi service, so that
 * bindings can be listed and changed without knowing the services. Its methods may be called by any thread.
 */
@ConsumerType
public interface BoundService {

    /** Its name, e.g. {@code core-data}. */
    String name();

    /** The PID of its configuration, which holds the target of each binding. */
    String pid();

    /** How each of its references is bound now; quick, and waits for nothing. */
    List<Binding> bindings();

    /** What it keeps its events through; empty if it keeps none. */
    default Optional<EventGate> events() {
        return Optional.empty();
    }

    /** What it keeps its documents through; empty if it keeps none. */
    default Optional<DocumentGate> documents() {
        return Optional.empty();
    }
}
