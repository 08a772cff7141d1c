package io.graft.persistence.mongo.internal.events;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import io.graft.api.model.Event;
import io.graft.api.persistence.AppendResult;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.mongo.internal.Failures;
import io.graft.persistence.mongo.internal.Lease;
import io.graft.persistence.mongo.internal.Unicode;
import io.graft.persistence.mongo.internal.counts.Change;
import io.graft.persistence.mongo.internal.counts.Counts;
import io.graft.persistence.support.ContentSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.bson.types.ObjectId;

/** Stores events, and finds out what has happened when an answer was lost. Safe for use by many threads. */
final class Appender {

    private static final int EVENTS_AT_ONCE = 1_000;
    private static final long BYTES_AT_ONCE = 24L << 20;
    private static final int DUPLICATE = 11000;
    private static final int ATTEMPTS = 3;
    private static final String WHAT = "storing events";

    private final MongoCollection<StoredEvent> events;
    private final MongoCollection<Document> plain;
    private final Parts parts;
    private final Counts counts;
    private final Lease lease;
    private final Failures failures;
    private final Duration timeout;

    Appender(EventCollections collections, Counts counts, Lease lease, Failures failures, Duration timeout) {
        this.events = collections.events();
        this.plain = collections.plain();
        this.parts = collections.parts();
        this.counts = counts;
        this.lease = lease;
        this.failures = failures;
        this.timeout = timeout;
    }

    AppendResult append(List<Event> batch) {
        batch.forEach(Unicode::require);
        Set<UUID> duplicates = new HashSet<>();
        Set<UUID> ids = new HashSet<>(batch.size() * 2);
        List<Event> some = new ArrayList<>(Math.min(batch.size(), EVENTS_AT_ONCE));
        long bytes = 0;
        for (Event event : batch) {
            if (!ids.add(event.id())) {
                duplicates.add(event.id());
                continue;
            }
            long size = ContentSize.of(event);
            if (!some.isEmpty() && (some.size() == EVENTS_AT_ONCE || bytes + size > BYTES_AT_ONCE)) {
                store(some, duplicates);
                some.clear();
                bytes = 0;
            }
            some.add(event);
            bytes += size;
        }
        if (!some.isEmpty()) {
            store(some, duplicates);
        }
        return duplicates.isEmpty() ? AppendResult.ALL_NEW : new AppendResult(duplicates);
    }

    /** Stores events with different ids. */
    private void store(List<Event> some, Set<UUID> duplicates) {
        lease.require();
        ObjectId call = new ObjectId();
        Change change = counts.adding(some, call);
        try {
            List<StoredEvent> documents =
                    some.stream().map(event -> parts.store(event, call)).toList();
            Set<UUID> known = insert(documents, call);
            change.added(i -> !known.contains(some.get(i).id()));
            duplicates.addAll(known);
            for (StoredEvent document : documents) {
                if (document.parts() > 0 && known.contains(document.event().id())) {
                    parts.remove(document.event().id(), call);
                }
            }
        } catch (RuntimeException | Error e) {
            change.unknown();
            throw e;
        }
    }

    /** Inserts events; returns the ids that were there before. */
    private Set<UUID> insert(List<StoredEvent> documents, ObjectId call) {
        long deadline = System.nanoTime() + timeout.toNanos();
        List<StoredEvent> missing = documents;
        for (int attempt = 1; ; attempt++) {
            try {
                Set<UUID> known = insertOnce(missing);
                return attempt == 1 ? known : notOf(call, idsOf(documents));
            } catch (MongoException e) {
                if (attempt == ATTEMPTS || !canBeSettled(e) || System.nanoTime() > deadline) {
                    throw failures.of(WHAT, e);
                }
                missing = missing(documents);
                if (missing.isEmpty()) {
                    return notOf(call, idsOf(documents));
                }
            }
        }
    }

    /** Whether to look what has happened, and to go on; a server that does not answer is not asked again. */
    private static boolean canBeSettled(MongoException e) {
        boolean concern = e instanceof MongoBulkWriteException bulk
                && bulk.getWriteConcernError() != null
                && onlyDuplicates(bulk);
        boolean lost = e instanceof MongoSocketException && !(e instanceof MongoSocketReadTimeoutException);
        return concern || lost || e instanceof MongoNotPrimaryException || e instanceof MongoNodeIsRecoveringException;
    }

    private Set<UUID> insertOnce(List<StoredEvent> documents) {
        try {
            events.insertMany(documents, new InsertManyOptions().ordered(false));
            return Set.of();
        } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() != null) {
                throw e;
            }
            if (!onlyDuplicates(e)) {
                BulkWriteError error = e.getWriteErrors().stream()
                        .filter(one -> one.getCode() != DUPLICATE)
                        .findFirst()
                        .orElseThrow(() -> e);
                throw failures.ofCode(WHAT, error.getCode(), error.getMessage(), e);
            }
            Set<UUID> known = new HashSet<>();
            e.getWriteErrors()
                    .forEach(error ->
                            known.add(documents.get(error.getIndex()).event().id()));
            return known;
        } catch (IllegalStateException e) {
            throw failures.of(WHAT, e);
        }
    }

    private static boolean onlyDuplicates(MongoBulkWriteException e) {
        return e.getWriteErrors().stream().allMatch(error -> error.getCode() == DUPLICATE);
    }

    /** What is not there yet; what is there is durable when this returns. */
    private List<StoredEvent> missing(List<StoredEvent> documents) {
        if (!lease.renew()) {
            throw new StoreUnavailableException(
                    Reason.UNREACHABLE, "another gateway has taken the database over while events were stored");
        }
        Map<UUID, ObjectId> stored = stored(idsOf(documents));
        return documents.stream()
                .filter(document -> !stored.containsKey(document.event().id()))
                .toList();
    }

    /** Those ids that another call has stored. */
    private Set<UUID> notOf(ObjectId call, Set<UUID> ids) {
        Set<UUID> others = new HashSet<>();
        stored(ids).forEach((id, by) -> {
            if (!by.equals(call)) {
                others.add(id);
            }
        });
        return others;
    }

    private Map<UUID, ObjectId> stored(Set<UUID> ids) {
        return failures.call("looking for stored events", () -> {
            Map<UUID, ObjectId> stored = new HashMap<>();
            for (Document event :
                    plain.find(Filters.in(EventCodec.ID, ids)).projection(Projections.include(EventCodec.STORED))) {
                stored.put(event.get(EventCodec.ID, UUID.class), event.getObjectId(EventCodec.STORED));
            }
            return stored;
        });
    }

    private static Set<UUID> idsOf(List<StoredEvent> documents) {
        Set<UUID> ids = new HashSet<>();
        documents.forEach(document -> ids.add(document.event().id()));
        return ids;
    }
}
