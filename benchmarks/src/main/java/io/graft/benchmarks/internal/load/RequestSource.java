package io.graft.benchmarks.internal.load;

import java.nio.ByteBuffer;

/** Renders the requests of a load, one after the other. Called by the one thread that drives the load. */
@FunctionalInterface
public interface RequestSource {

    /** The size of the buffer that {@link #next} is given, in bytes. */
    int LARGEST_REQUEST = 64 * 1024;

    /**
     * Writes the next whole request, head and body, into an empty buffer.
     *
     * @return whether there was one; after {@code false} it is not called again
     */
    boolean next(ByteBuffer into);
}
