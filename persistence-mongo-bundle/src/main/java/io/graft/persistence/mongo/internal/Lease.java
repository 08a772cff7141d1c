package io.graft.persistence.mongo.internal;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * The right to change the events of a name space, of which exact counts are kept in memory: one gateway has it at a time,
 * and within that one user. It expires on the server's clock unless it is renewed. Safe for use by many threads.
 */
public final class Lease {

    static final Duration LENGTH = Duration.ofSeconds(15);

    private static final Duration MARGIN = Duration.ofSeconds(3);
    private static final String ID = "owner";

    private final MongoCollection<Document> collection;
    private final Failures failures;
    private final Holder self;
    private final Neighbours neighbours;
    private final String instance = UUID.randomUUID().toString();
    private volatile long validUntil;
    private volatile String lostTo = "";
    private volatile StoreUnavailableException whyNot;

    Lease(MongoDatabase database, NameSpace names, Failures failures, String provider, Neighbours neighbours) {
        this.collection = database.getCollection(names.lease());
        this.failures = failures;
        this.self = Holder.current(provider);
        this.neighbours = neighbours;
    }

    String instance() {
        return instance;
    }

    /**
     * Takes it; others of this process give it up for that.
     *
     * @param patience how long to go on asking others of this process
     * @throws StoreUnavailableException if somebody else has it
     */
    void acquire(Duration patience) {
        failures.call(
                "taking the lease",
                () -> collection.updateOne(
                        Filters.eq("_id", ID),
                        new Document("$setOnInsert", new Document("layout", 1)),
                        new UpdateOptions().upsert(true)));
        long deadline = System.nanoTime() + patience.toNanos();
        long asked = System.nanoTime();
        while (!take(free()) && !takenFrom(other(), deadline)) {
            asked = System.nanoTime();
        }
        lostTo = "";
        validUntil = asked + LENGTH.minus(MARGIN).toNanos();
    }

    private Bson free() {
        return Filters.or(Filters.eq("instance", instance), Filters.not(Filters.exists("instance")), expired());
    }

    /** Who has it, unless it is free or expired. */
    private Document other() {
        return failures.call("reading the lease", () -> collection
                .find(Filters.and(Filters.eq("_id", ID), Filters.ne("instance", instance), live()))
                .first());
    }

    /** Whether it was taken from a holder that has ended; if not, it may be free by now. */
    private boolean takenFrom(Document lease, long deadline) {
        if (lease == null) {
            return false;
        }
        Holder holder = holderOf(lease);
        if (holder.isGone()) {
            return take(Filters.eq("instance", lease.get("instance")));
        }
        if (System.nanoTime() - deadline < 0) {
            if (neighbours.ask(lease.getString("instance"))) {
                return false;
            }
            if (holder.isHere()) {
                // nobody stands by it any more: it was closed when the server could not be reached
                return take(Filters.eq("instance", lease.get("instance")));
            }
        }
        lostTo = holder.toString();
        throw refused();
    }

    /**
     * Renews it.
     *
     * @return false if somebody else has had it meanwhile, so that what is known of the data is no longer true
     */
    public boolean renew() {
        long asked = System.nanoTime();
        boolean mine;
        try {
            mine = take(Filters.eq("instance", instance));
        } catch (StoreUnavailableException e) {
            whyNot = e;
            throw e;
        }
        if (mine) {
            validUntil = asked + LENGTH.minus(MARGIN).toNanos();
        } else {
            validUntil = System.nanoTime();
            lostTo = "another gateway";
        }
        return mine;
    }

    /** Gives it back, if it is still ours. */
    void release() {
        validUntil = System.nanoTime();
        failures.call(
                "giving the lease back",
                () -> collection.updateOne(
                        Filters.and(Filters.eq("_id", ID), Filters.eq("instance", instance)),
                        new Document("$unset", new Document("instance", "").append("expires", ""))));
    }

    /** Fails unless changes are allowed now. */
    public void require() {
        if (System.nanoTime() - validUntil >= 0) {
            if (lostTo.isEmpty()) {
                StoreUnavailableException cause = whyNot;
                throw new StoreUnavailableException(
                        cause == null ? Reason.UNREACHABLE : cause.reason(),
                        "the lease on database " + collection.getNamespace().getDatabaseName()
                                + " could not be renewed in time; changes are refused until it is"
                                + (cause == null ? "" : ": " + cause.getMessage()),
                        cause);
            }
            throw refused();
        }
    }

    private boolean take(Bson condition) {
        Document holder = new Document("instance", instance)
                .append("holder", self.toDocument())
                .append("expires", new Document("$add", List.of("$$NOW", LENGTH.toMillis())));
        return failures.call(
                "taking the lease",
                () -> collection.findOneAndUpdate(
                                Filters.and(Filters.eq("_id", ID), condition), List.of(new Document("$set", holder)))
                        != null);
    }

    private static Holder holderOf(Document lease) {
        return Holder.of(lease.get("holder", new Document()));
    }

    private static Bson expired() {
        return new Document("$expr", new Document("$lte", List.of("$expires", "$$NOW")));
    }

    private static Bson live() {
        return new Document("$expr", new Document("$gt", List.of("$expires", "$$NOW")));
    }

    private StoreUnavailableException refused() {
        return new StoreUnavailableException(
                Reason.UNREACHABLE,
                "database " + collection.getNamespace().getDatabaseName() + " is in use by " + lostTo
                        + "; give each gateway a database of its own, or wait up to " + LENGTH.toSeconds()
                        + " s after the other one has ended");
    }
}
