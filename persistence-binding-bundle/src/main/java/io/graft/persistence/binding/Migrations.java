package io.graft.persistence.binding;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Moves the data of services from one provider to another while they serve: an OSGi service. There is one migration of
 * a service's reference at a time, and the last one is remembered, over restarts of the gateway too. A migration that
 * the gateway's end has interrupted goes on at its next start. Safe for use by many threads; no call waits for a
 * migration.
 *
 * <p>Each of the methods takes the name of a service and which of its references; the latter may be empty if it has one
 * only.
 */
@ProviderType
public interface Migrations {

    /**
     * Starts to move a service's data.
     *
     * @return how it begins
     * @throws MigrationException if there is no such service, reference or provider, if the provider has the data
     *     already or can't serve, if the target is seen at once to hold other data, or if a migration of it is running
     */
    MigrationStatus start(MigrationRequest request);

    /** The last migration of every service, by service and reference. */
    List<MigrationStatus> list();

    /** The last migration of a service; empty if there was none. */
    Optional<MigrationStatus> of(String service, Optional<String> reference);

    /**
     * Stops the copying until it is resumed, over restarts too. What is written meanwhile is noted.
     *
     * @throws MigrationException if it is not at a point where it can be paused
     */
    MigrationStatus pause(String service, Optional<String> reference);

    /**
     * Goes on after a pause.
     *
     * @throws MigrationException if it is not paused
     */
    MigrationStatus resume(String service, Optional<String> reference);

    /**
     * Gives a migration up: the service stays where it is. What was copied stays in the target, and a new start to the
     * same target goes on from it.
     *
     * @throws MigrationException if it is over, or if the binding is being changed at the moment
     */
    MigrationStatus abort(String service, Optional<String> reference);

    /**
     * Begins to move back to the old store: what was written and deleted since the change is carried over there, then
     * the binding goes back. Possible within the window.
     *
     * @throws MigrationException if there is nothing to roll back, or the window is over
     */
    MigrationStatus rollback(String service, Optional<String> reference);
}
