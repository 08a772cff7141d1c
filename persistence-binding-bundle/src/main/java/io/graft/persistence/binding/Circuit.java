package io.graft.persistence.binding;

import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Open while a store is known to fail: then nobody but the drainer tries it. Safe for use by many threads. */
final class Circuit {

    private static final Logger LOG = LoggerFactory.getLogger(Circuit.class);

    private final String service;
    private final AtomicReference<String> cause = new AtomicReference<>();

    Circuit(String service) {
        this.service = service;
    }

    boolean isOpen() {
        return cause.get() != null;
    }

    /** Why it is open; empty if it is not. */
    String cause() {
        String why = cause.get();
        return why == null ? "" : why;
    }

    /** Whether it was closed before. */
    boolean open(Throwable why) {
        boolean first = cause.compareAndSet(null, String.valueOf(why.getMessage()));
        if (first) {
            LOG.warn("{}: events go to the spool, since the store fails: {}", service, why.getMessage(), why);
        }
        return first;
    }

    void close() {
        if (cause.getAndSet(null) != null) {
            LOG.info("{}: the store takes events again", service);
        }
    }
}
