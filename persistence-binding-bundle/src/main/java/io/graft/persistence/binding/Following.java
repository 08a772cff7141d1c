package io.graft.persistence.binding;

/** A registration of an {@link EventChanges}. Safe for use by many threads. */
public interface Following extends AutoCloseable {

    /** Ends it: changes that begin later are not told any more. Does nothing the second time. */
    @Override
    void close();
}
