package io.graft.persistence.mongo.internal;

import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.StoreException;
import io.graft.persistence.support.OpenStores;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.felix.hc.api.FormattingResultLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Both stores of one name space. Safe for use by many threads. */
final class MongoStores implements OpenStores {

    private static final Logger LOG = LoggerFactory.getLogger(MongoStores.class);
    private static final long RENEW_MILLIS = Lease.LENGTH.toMillis() / 4;

    private final Connection connection;
    private final LeasedEvents events;
    private final DocumentStore documents;
    private final ScheduledExecutorService renewing;
    private final Future<?> renewal;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile String trouble = "";

    MongoStores(Connection connection, LeasedEvents events, DocumentStore documents) {
        this.connection = connection;
        this.events = events;
        this.documents = documents;
        this.renewing = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "graft-mongo-lease");
            thread.setDaemon(true);
            return thread;
        });
        this.renewal = renewing.scheduleWithFixedDelay(this::renew, RENEW_MILLIS, RENEW_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void renew() {
        try {
            events.renew();
            trouble = "";
        } catch (StoreException e) {
            trouble = e.getMessage();
        } catch (RuntimeException e) {
            trouble = e.toString();
            LOG.error("the lease could not be renewed; it is tried again", e);
        }
    }

    @Override
    public EventStore events() {
        return events;
    }

    @Override
    public DocumentStore documents() {
        return documents;
    }

    @Override
    public String server() {
        return connection.server();
    }

    @Override
    public void check(FormattingResultLog log) {
        String why = trouble;
        if (!why.isEmpty()) {
            log.critical("{}", why);
        } else {
            log.info("Acknowledged changes are in the journals of a majority of the servers.");
        }
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        renewal.cancel(true);
        renewing.shutdownNow();
        try {
            if (!renewing.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("the renewal of the lease does not end");
            }
            connection.failures().refuse();
            events.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connection.close();
        }
    }
}
