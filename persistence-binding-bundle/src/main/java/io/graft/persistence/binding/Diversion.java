package io.graft.persistence.binding;

/** The time during which a service's appends go to its spool, not to its store. Safe for use by many threads. */
public interface Diversion extends AutoCloseable {

    /** Ends it: the spool drains into the store that is bound then. Does nothing the second time. */
    @Override
    void close();
}
