package io.graft.persistence.embedded.internal;

import io.graft.api.persistence.StoreUnavailableException;
import io.graft.persistence.embedded.internal.log.CommitLimits;
import java.io.Closeable;
import java.util.Optional;

/** One of the provider's stores, open. */
public interface ProvidedStore extends Closeable {

    /** Why the store takes no changes at the moment, if so. */
    Optional<StoreUnavailableException> failure();

    /** Changes the limits for the calls that begin from now on. */
    void limits(CommitLimits limits);
}
