package io.graft.persistence.embedded.internal.events.segment;

import java.io.IOException;

/** Asked while a file is written: may wait, so that others get their turn, or fail, because the store is closing. */
@FunctionalInterface
public interface Pace {

    /** As fast as it goes. */
    Pace FULL = bytes -> {};

    /** So many bytes were written. */
    void wrote(int bytes) throws IOException;
}
