package io.graft.persistence.mongo.internal;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import io.graft.api.persistence.CorruptStoreException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;

/** Creates indexes where they are missing. */
public final class Indexes {

    private static final Set<Integer> OTHER_OPTIONS = Set.of(85, 86);

    private Indexes() {}

    /** An index. */
    public record Index(Document keys, IndexOptions options) {}

    /**
     * Makes sure that a collection has these indexes, by their names.
     *
     * @throws CorruptStoreException if there is one with other options or under another name
     */
    public static void require(MongoCollection<Document> collection, Map<String, Index> indexes, Failures failures) {
        List<IndexModel> models = indexes.entrySet().stream()
                .map(index -> new IndexModel(
                        index.getValue().keys(), index.getValue().options().name(index.getKey())))
                .toList();
        if (models.isEmpty()) {
            return;
        }
        failures.call("creating indexes", () -> {
            try {
                return collection.createIndexes(models);
            } catch (MongoCommandException e) {
                if (OTHER_OPTIONS.contains(e.getErrorCode())) {
                    throw new CorruptStoreException(
                            "collection " + collection.getNamespace() + " has an index with other options than Graft"
                                    + " needs; drop it, it is created again: " + e.getErrorMessage(),
                            e);
                }
                throw e;
            }
        });
    }
}
