package io.graft.persistence.mongo.internal.documents;

import com.mongodb.MongoSocketException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.ConflictException;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DuplicateKeyException;
import io.graft.api.persistence.Page;
import io.graft.persistence.mongo.internal.Failures;
import io.graft.persistence.mongo.internal.Unicode;
import io.graft.persistence.mongo.internal.documents.DocumentCodec.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** One collection; revisions are compared by the server itself. Safe for use by many threads. */
final class MongoDocumentCollection implements DocumentCollection {

    private static final int DUPLICATE = 11000;
    private static final int ATTEMPTS = 3;

    private final CollectionSpec spec;
    private final Conditions conditions;
    private final MongoCollection<Stored> collection;
    private final MongoCollection<org.bson.Document> plain;
    private final Failures failures;

    MongoDocumentCollection(
            MongoDatabase database, MongoCollection<org.bson.Document> plain, CollectionSpec spec, Failures failures) {
        this.spec = spec;
        this.conditions = new Conditions(spec);
        this.plain = plain;
        this.collection = plain.withDocumentClass(Stored.class)
                .withCodecRegistry(CodecRegistries.fromRegistries(
                        CodecRegistries.fromCodecs(new DocumentCodec()), database.getCodecRegistry()));
        this.failures = failures;
    }

    @Override
    public Document insert(Document document) {
        conditions.require(document);
        Unicode.require(document);
        Stored stored = new Stored(document.withRevision(1), spec.unique(), new ObjectId());
        return call(
                "inserting a document",
                () -> settled(stored, () -> {
                    collection.insertOne(stored);
                    return true;
                }));
    }

    @Override
    public Document replace(Document document, long ifRevision) {
        conditions.require(document);
        Unicode.require(document);
        Stored stored = new Stored(document.withRevision(ifRevision + 1), spec.unique(), new ObjectId());
        return call(
                "replacing a document",
                () -> settled(
                        stored,
                        () -> collection
                                        .replaceOne(
                                                Filters.and(
                                                        Filters.eq(Fields.ID, document.id()),
                                                        Filters.eq(Fields.REVISION, ifRevision)),
                                                stored)
                                        .getMatchedCount()
                                == 1));
    }

    /** Makes a change, and when its answer was lost finds out whether it has happened. */
    private Document settled(Stored wanted, Supplier<Boolean> change) {
        String id = wanted.document().id();
        for (int attempt = 1; ; attempt++) {
            try {
                if (change.get() || (attempt > 1 && isStored(wanted))) {
                    return wanted.document();
                }
                throw new ConflictException("document " + id + " of " + spec.name() + " has not revision "
                        + (wanted.document().revision() - 1)
                        + get(id).map(other -> " but " + other.revision()).orElse("; there is none"));
            } catch (MongoWriteException e) {
                if (e.getError().getCode() != DUPLICATE) {
                    throw failures.ofCode(
                            "changing a document",
                            e.getError().getCode(),
                            e.getError().getMessage(),
                            e);
                }
                if (attempt > 1 && isStored(wanted)) {
                    return wanted.document();
                }
                Optional<DuplicateKeyException> duplicate =
                        duplicate(wanted.document(), e.getError().getMessage());
                if (duplicate.isPresent()) {
                    throw duplicate.get();
                }
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            } catch (MongoSocketException | MongoWriteConcernException e) {
                if (attempt == ATTEMPTS || e instanceof MongoSocketReadTimeoutException) {
                    throw e;
                }
            }
        }
    }

    private boolean isStored(Stored wanted) {
        Stored now =
                collection.find(Filters.eq(Fields.ID, wanted.document().id())).first();
        return now != null && wanted.stored().equals(now.stored());
    }

    /** Which value is taken; empty if it has become free meanwhile. */
    private Optional<DuplicateKeyException> duplicate(Document document, String message) {
        for (String field : spec.unique()) {
            if (document.texts().containsKey(field)
                    && message.contains("index: " + Fields.unique(field) + " dup key")) {
                return Optional.of(new DuplicateKeyException(
                        spec.name(), field, document.texts().get(field).get(0)));
            }
        }
        if (message.contains("index: _id_ ")) {
            return Optional.of(new DuplicateKeyException(spec.name(), "id", document.id()));
        }
        for (String field : spec.unique()) {
            List<String> value = document.texts().get(field);
            if (value != null
                    && plain.countDocuments(Filters.and(
                                    Filters.eq(Fields.unique(field), value.get(0)),
                                    Filters.ne(Fields.ID, document.id())))
                            > 0) {
                return Optional.of(new DuplicateKeyException(spec.name(), field, value.get(0)));
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean delete(String id) {
        return call(
                "deleting a document",
                () -> collection.deleteOne(Filters.eq(Fields.ID, id)).getDeletedCount() == 1);
    }

    @Override
    public Optional<Document> get(String id) {
        return call("reading a document", () -> first(Filters.eq(Fields.ID, id)));
    }

    @Override
    public Optional<Document> get(String uniqueField, String value) {
        String field = conditions.uniqueField(uniqueField);
        return call("reading a document", () -> first(Filters.eq(field, value)));
    }

    private Optional<Document> first(Bson filter) {
        return Optional.ofNullable(collection.find(filter).first()).map(Stored::document);
    }

    @Override
    public Page<Document> find(DocumentQuery query) {
        Bson filter = conditions.filter(query);
        return call("reading documents", () -> {
            List<Document> items = new ArrayList<>();
            if (query.limit() > 0) {
                select(query, filter, items);
            }
            return new Page<>(
                    items, query.withTotal() ? OptionalLong.of(plain.countDocuments(filter)) : OptionalLong.empty());
        });
    }

    private void select(DocumentQuery query, Bson filter, List<Document> items) {
        if (query.sort().isEmpty()) {
            take(filter, Sorts.ascending(Fields.ID), query.offset(), query.limit(), items);
            return;
        }
        String field = Fields.number(query.sort().get().field());
        boolean descending = query.sort().get().descending();
        Bson order = Sorts.orderBy(
                descending ? Sorts.descending(field) : Sorts.ascending(field), Sorts.ascending(Fields.ID));
        // documents without a number come last in both orders; MongoDB puts them first or last
        Bson with = Filters.and(filter, Filters.exists(field));
        take(with, order, query.offset(), query.limit(), items);
        if (items.size() < query.limit()) {
            long passed = items.isEmpty() && query.offset() > 0 ? plain.countDocuments(with) : query.offset();
            take(
                    Filters.and(filter, Filters.exists(field, false)),
                    Sorts.ascending(Fields.ID),
                    Math.max(0, query.offset() - passed),
                    query.limit() - items.size(),
                    items);
        }
    }

    private void take(Bson filter, Bson order, long offset, int limit, List<Document> items) {
        if (offset > Integer.MAX_VALUE) {
            return;
        }
        FindIterable<Stored> found =
                collection.find(filter).sort(order).skip((int) offset).limit(limit);
        found.forEach(stored -> items.add(stored.document()));
    }

    @Override
    public long count(DocumentQuery query) {
        Bson filter = conditions.filter(query);
        return call("counting documents", () -> plain.countDocuments(filter));
    }

    private <T> T call(String what, Supplier<T> call) {
        failures.requireOpen();
        return failures.call(what, call);
    }
}
