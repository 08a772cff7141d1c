package io.graft.persistence.binding.internal.migration;

import io.graft.api.persistence.StoreUnavailableException;
import java.util.Optional;

/** The service whose data a migration moves, as far as a migration needs it. Safe for use by many threads. */
interface Home {

    /**
     * The provider that it is bound to; empty when to none.
     *
     * @throws StoreUnavailableException if the service is not there
     */
    Optional<String> provider();

    /**
     * Binds it to a provider.
     *
     * @throws io.graft.persistence.binding.BindingException if that can't be done
     */
    void bind(String provider);

    /**
     * Makes what moves its data.
     *
     * @param onSettled runs when the target holds nothing any more that is not the service's
     */
    Mover there(MigrationState state, Work work, Runnable onSettled);

    /** Makes what moves its data back, without knowing what has changed since. */
    Mover back(MigrationState state, Work work);
}
