package io.graft.persistence.binding;

import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import java.util.Locale;

/** The kinds of stores that a provider brings and a service is bound to. */
public enum StoreKind {
    /** Stores of events with their readings. */
    EVENTS(EventStore.class),
    /** Stores of named collections of documents. */
    DOCUMENTS(DocumentStore.class);

    private final Class<?> type;

    StoreKind(Class<?> type) {
        this.type = type;
    }

    /** The interface under which a provider registers such a store. */
    public Class<?> type() {
        return type;
    }

    /** Its name for people and programs: {@code events}, {@code documents}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
