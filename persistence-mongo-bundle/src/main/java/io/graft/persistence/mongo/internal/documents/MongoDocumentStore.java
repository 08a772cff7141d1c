package io.graft.persistence.mongo.internal.documents;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.UpdateOptions;
import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.InvalidQueryException;
import io.graft.persistence.mongo.internal.Failures;
import io.graft.persistence.mongo.internal.Indexes;
import io.graft.persistence.mongo.internal.NameSpace;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.bson.Document;

/** Collections of documents in MongoDB, each a collection there. Safe for use by many threads. */
public final class MongoDocumentStore implements DocumentStore {

    private static final String WHAT = "opening a collection";
    private static final String INDEXED = "indexed";

    private final MongoDatabase database;
    private final NameSpace names;
    private final Failures failures;
    private final MongoCollection<Document> specifications;
    private final ConcurrentMap<CollectionSpec, MongoDocumentCollection> known = new ConcurrentHashMap<>();

    public MongoDocumentStore(MongoDatabase database, NameSpace names, Failures failures) {
        this.database = database;
        this.names = names;
        this.failures = failures;
        this.specifications = database.getCollection(names.specifications());
    }

    @Override
    public DocumentCollection collection(CollectionSpec spec) {
        failures.requireOpen();
        MongoDocumentCollection collection = known.get(spec);
        return collection != null ? collection : open(spec);
    }

    private synchronized MongoDocumentCollection open(CollectionSpec spec) {
        return known.computeIfAbsent(spec, this::create);
    }

    private MongoDocumentCollection create(CollectionSpec spec) {
        return failures.call(WHAT, () -> {
            CollectionSpec all = widened(spec);
            MongoCollection<Document> plain = database.getCollection(names.documents(spec.name()));
            Indexes.require(plain, indexes(all), failures);
            specifications.updateOne(
                    Filters.eq("_id", spec.name()),
                    new Document(
                            "$set",
                            new Document(Fields.UNIQUE, sorted(all.unique()))
                                    .append(INDEXED, sorted(all.indexed()))
                                    .append(Fields.NUMBERS, sorted(all.numbers()))),
                    new UpdateOptions().upsert(true));
            return new MongoDocumentCollection(database, plain, all, failures);
        });
    }

    /** With the fields that the collection had before. */
    private CollectionSpec widened(CollectionSpec spec) {
        Document stored = specifications.find(Filters.eq("_id", spec.name())).first();
        if (stored == null) {
            return spec;
        }
        Set<String> unique = fields(stored, Fields.UNIQUE);
        for (String field : spec.unique()) {
            if (!unique.contains(field)) {
                throw new InvalidQueryException("field '" + field + "' of " + spec.name()
                        + " can't become unique: the collection exists, with the unique fields " + unique);
            }
        }
        return new CollectionSpec(
                spec.name(),
                unique,
                union(fields(stored, INDEXED), spec.indexed()),
                union(fields(stored, Fields.NUMBERS), spec.numbers()));
    }

    private static Map<String, Indexes.Index> indexes(CollectionSpec spec) {
        Map<String, Indexes.Index> indexes = new LinkedHashMap<>();
        spec.unique()
                .forEach(field -> indexes.put(
                        Fields.unique(field),
                        new Indexes.Index(
                                new Document(Fields.unique(field), 1),
                                new IndexOptions()
                                        .unique(true)
                                        .partialFilterExpression(Filters.exists(Fields.unique(field))))));
        spec.indexed()
                .forEach(field -> indexes.put(
                        Fields.text(field),
                        new Indexes.Index(
                                new Document(Fields.text(field), 1).append(Fields.ID, 1), new IndexOptions())));
        spec.numbers()
                .forEach(field -> indexes.put(
                        Fields.number(field),
                        new Indexes.Index(
                                new Document(Fields.number(field), 1).append(Fields.ID, 1), new IndexOptions())));
        return indexes;
    }

    private static Set<String> fields(Document stored, String kind) {
        return new HashSet<>(stored.getList(kind, String.class, List.of()));
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> union = new HashSet<>(some);
        union.addAll(others);
        return union;
    }

    private static List<String> sorted(Set<String> fields) {
        return List.copyOf(new TreeSet<>(fields));
    }
}
