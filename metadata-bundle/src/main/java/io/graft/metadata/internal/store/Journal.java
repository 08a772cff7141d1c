package io.graft.metadata.internal.store;

import io.graft.api.persistence.Document;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Makes changes of metadata such that nobody who shall hear of one misses it. Thread-safe. */
public interface Journal {

    /**
     * Makes a change of one document. Changes of what has the same name are made one after the other.
     *
     * @param kind what is changed
     * @param before the document as it was read; empty if it is added
     * @param after the document as it shall be; empty if it is removed
     * @param change makes the change through the gate of the documents
     * @param happened whether what the change returned means that it has happened
     * @return what the change returned
     * @throws io.graft.api.persistence.StoreException if the change fails, or can't be noted; then it was not made
     */
    <R> R change(
            Kind<?> kind,
            Optional<Document> before,
            Optional<Document> after,
            Supplier<R> change,
            Predicate<? super R> happened);

    /**
     * Does something while nothing of this name is changed by others.
     *
     * @param action reads, and then makes a change
     * @return what the action returned
     * @throws io.graft.api.persistence.StoreUnavailableException if others change it for too long
     */
    <R> R alone(Kind<?> kind, String name, Supplier<R> action);
}
