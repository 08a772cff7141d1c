package io.graft.persistence.embedded.internal;

import io.graft.api.persistence.StoreUnavailableException;
import io.graft.log.CommitLimits;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One of the provider's stores, open. */
public interface ProvidedStore extends Closeable {

    /** Why the store takes no changes at the moment, or none soon, if so. */
    Optional<StoreUnavailableException> failure();

    /** What is not right, although the store does its work. */
    default List<String> warnings() {
        return List.of();
    }

    /**
     * Ends every call, and lets go of everything.
     *
     * @throws IOException if the disk does not answer, so that a thread is left behind: nobody else may use the files
     *     as long as the process lives
     */
    @Override
    void close() throws IOException;

    /** Changes the limits for the calls that begin from now on. */
    void limits(CommitLimits limits);
}
