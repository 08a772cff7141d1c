package io.graft.persistence.mongo.internal;

import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.StoreException;
import io.graft.persistence.mongo.internal.documents.MongoDocumentStore;
import io.graft.persistence.mongo.internal.events.MongoEventStore;
import io.graft.persistence.support.OpenStores;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.felix.hc.api.FormattingResultLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Both stores of one name space, while this gateway holds the lease on it. Safe for use by many threads. */
final class MongoStores implements OpenStores {

    private static final Logger LOG = LoggerFactory.getLogger(MongoStores.class);
    private static final long RENEW_MILLIS = Lease.LENGTH.toMillis() / 4;

    private final Connection connection;
    private final Lease lease;
    private final MongoEventStore events;
    private final MongoDocumentStore documents;
    private final Tenancy tenancy;
    private final ScheduledExecutorService renewing;
    private final Future<?> renewal;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile String trouble = "";
    private boolean lost;

    MongoStores(
            Connection connection, Lease lease, MongoEventStore events, MongoDocumentStore documents, Tenancy tenancy) {
        this.connection = connection;
        this.lease = lease;
        this.events = events;
        this.documents = documents;
        this.tenancy = tenancy;
        this.renewing = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "graft-mongo-lease");
            thread.setDaemon(true);
            return thread;
        });
        this.renewal = renewing.scheduleWithFixedDelay(this::renew, RENEW_MILLIS, RENEW_MILLIS, TimeUnit.MILLISECONDS);
        tenancy.opened(this);
    }

    Lease lease() {
        return lease;
    }

    private void renew() {
        try {
            if (lost || !lease.renew()) {
                lost = true;
                lease.acquire();
                events.reload();
                lost = false;
                LOG.info("the lease on the database was taken back");
            }
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
        tenancy.closed(this);
        renewal.cancel(true);
        renewing.shutdownNow();
        try {
            if (!renewing.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("the renewal of the lease does not end");
            }
            connection.failures().refuse();
            events.close();
            lease.release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StoreException e) {
            LOG.info("the lease on the database was not given back, it expires: {}", e.getMessage());
        } finally {
            connection.close();
        }
    }
}
