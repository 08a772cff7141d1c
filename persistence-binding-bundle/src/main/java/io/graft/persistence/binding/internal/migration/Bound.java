package io.graft.persistence.binding.internal.migration;

import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.util.Optional;

/** What a migration needs of a service's binding. */
final class Bound {

    private Bound() {}

    static StoreUnavailableException none() {
        return new StoreUnavailableException(Reason.CLOSED, "it has no store at the moment");
    }

    /**
     * Returns if the service is bound to a provider.
     *
     * @throws StoreUnavailableException if it is bound to none at the moment
     * @throws RefusedException if it is bound to another one
     */
    static void require(Optional<String> bound, String provider) {
        if (bound.isEmpty()) {
            throw none();
        }
        if (!bound.get().equals(provider)) {
            throw new RefusedException("the service was bound to provider " + bound.get()
                    + " by hand, and writes no longer to " + provider + ". It stays so");
        }
    }
}
