package io.graft.persistence.binding;

/** The time during which nothing changes a service's documents. */
public interface Fence extends AutoCloseable {

    /** Ends it, on the thread that raised it. Does nothing the second time. */
    @Override
    void close();
}
