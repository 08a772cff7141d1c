package io.graft.persistence.mongo.internal.counts;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import io.graft.persistence.mongo.internal.Failures;
import io.graft.persistence.mongo.internal.NameSpace;
import io.graft.persistence.mongo.internal.counts.ListKey.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** The buckets in the database: a document for each. Safe for use by many threads. */
final class CountDocuments {

    private static final int BATCH = 1_000;
    private static final String COMPLETE = "complete";

    private final MongoCollection<Document> collection;
    private final Failures failures;

    CountDocuments(MongoDatabase database, NameSpace names, Failures failures) {
        this.collection = database.getCollection(names.counts());
        this.failures = failures;
    }

    /** Whether there are counts of everything that is stored. */
    boolean complete() {
        return failures.call(
                "reading the counts",
                () -> collection.find(new Document("_id", COMPLETE)).first() != null);
    }

    void setComplete() {
        failures.call(
                "writing the counts",
                () -> collection.updateOne(
                        new Document("_id", COMPLETE),
                        new Document("$set", new Document("layout", 1)),
                        new UpdateOptions().upsert(true)));
    }

    void removeAll() {
        failures.call("removing the counts", () -> collection.deleteMany(new Document()));
    }

    /** All lists, with what is dirty in doubt. */
    Map<ListKey, CountList> load() {
        return failures.call("reading the counts", () -> {
            Map<ListKey, CountList> lists = new HashMap<>();
            for (Document stored : collection
                    .find(new Document("_id.from", new Document("$exists", true)))
                    .sort(Sorts.ascending("_id"))
                    .batchSize(10_000)) {
                Document id = stored.get("_id", Document.class);
                ListKey key = new ListKey(Kind.of(id.getString("list")), id.getString("device"), id.getString("name"));
                Bucket bucket = lists.computeIfAbsent(key, CountList::new).load(id.getLong("from"));
                bucket.stored = true;
                bucket.dirty = stored.getBoolean("dirty", false);
                bucket.doubtful = bucket.dirty;
                bucket.doubtfulSince = System.nanoTime();
                bucket.count = bucket.dirty ? 0 : ((Number) stored.get("count")).intValue();
            }
            return lists;
        });
    }

    /** Says of these buckets that their counts are about to change; adds those that are not there. */
    void mark(Collection<Bucket> buckets) {
        write(buckets.stream()
                .<WriteModel<Document>>map(bucket -> new UpdateOneModel<>(
                        new Document("_id", id(bucket)),
                        new Document("$set", new Document("dirty", true)).append("$unset", new Document("count", "")),
                        new UpdateOptions().upsert(true)))
                .toList());
    }

    /** Stores these counts, which are right. */
    void clean(Collection<Bucket> buckets) {
        write(buckets.stream()
                .<WriteModel<Document>>map(bucket -> new UpdateOneModel<>(
                        new Document("_id", id(bucket)),
                        new Document("$set", new Document("count", bucket.count))
                                .append("$unset", new Document("dirty", ""))))
                .toList());
    }

    void remove(Collection<Bucket> buckets) {
        write(buckets.stream()
                .<WriteModel<Document>>map(bucket -> new DeleteOneModel<>(new Document("_id", id(bucket))))
                .toList());
    }

    private void write(List<WriteModel<Document>> all) {
        for (int i = 0; i < all.size(); i += BATCH) {
            List<WriteModel<Document>> some = new ArrayList<>(all.subList(i, Math.min(all.size(), i + BATCH)));
            failures.call(
                    "writing the counts", () -> collection.bulkWrite(some, new BulkWriteOptions().ordered(false)));
        }
    }

    private static Document id(Bucket bucket) {
        return new Document("list", bucket.list.kind().stored())
                .append("device", bucket.list.device())
                .append("name", bucket.list.name())
                .append("from", bucket.from);
    }
}
