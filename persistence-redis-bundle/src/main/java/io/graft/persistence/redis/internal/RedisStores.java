package io.graft.persistence.redis.internal;

import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.redis.internal.documents.RedisDocumentStore;
import io.graft.persistence.redis.internal.events.RedisEventStore;
import io.graft.persistence.redis.internal.link.Durability;
import io.graft.persistence.redis.internal.link.RedisLink;
import io.graft.persistence.support.OpenStores;
import java.time.Duration;
import org.apache.felix.hc.api.FormattingResultLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Both stores of one name space, over one link. */
final class RedisStores implements OpenStores {

    private static final Logger LOG = LoggerFactory.getLogger(RedisStores.class);
    private static final Duration HEALTH = Duration.ofMillis(800);

    private final RedisLink link;
    private final Durability durability;
    private final EventStore events;
    private final DocumentStore documents;

    /** @param space what the hash tags of all keys begin with */
    RedisStores(RedisLink link, Durability durability, String space) {
        this.link = link;
        this.durability = durability;
        this.events = new RedisEventStore(link, space);
        this.documents = new RedisDocumentStore(link, space);
        durability.warning().ifPresent(warning -> LOG.warn("{}: {}", link.server(), warning));
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
        return link.server() + ", " + durability.summary();
    }

    @Override
    public void check(FormattingResultLog log) {
        try {
            link.check(HEALTH);
            log.info("The server answers and takes changes.");
        } catch (StoreUnavailableException e) {
            String what = e.reason() == Reason.READ_ONLY ? "takes no changes" : "does not answer";
            log.critical("The server {}: {}", what, e.getMessage());
        } catch (StoreException e) {
            log.critical("The server does not answer as it should: {}", e.getMessage());
        }
        durability.warning().ifPresent(warning -> log.warn("{}", warning));
    }

    @Override
    public void close() {
        link.close();
    }
}
