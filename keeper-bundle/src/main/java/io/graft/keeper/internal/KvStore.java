package io.graft.keeper.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.ConflictException;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.api.persistence.DuplicateKeyException;
import io.graft.api.persistence.StoreException;
import io.graft.persistence.binding.DocumentGate;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The values that are nobody's settings here: what device services and application services keep of their
 * configuration. Each document has all keys above its own in one index, so that a subtree is one lookup.
 */
final class KvStore {

    static final CollectionSpec KVS = new CollectionSpec("keeper.kvs", Set.of(), Set.of("under"), Set.of());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 1000;
    private static final int ATTEMPTS = 10;

    private final DocumentGate gate;
    private final Clock clock;

    KvStore(DocumentGate gate, Clock clock) {
        this.gate = gate;
        this.clock = clock;
    }

    /** Hands on the key itself, if it is there, and all keys below it, in the order of the keys. */
    void under(Key key, Consumer<Kv> to) {
        int offset = 0;
        List<Document> page;
        do {
            DocumentQuery query = subtree(key).window(offset, PAGE);
            page = gate.call("find", store -> store.collection(KVS).find(query).items());
            page.forEach(document -> to.accept(read(document)));
            offset += page.size();
        } while (page.size() == PAGE);
    }

    /**
     * Sets values, one after the other.
     *
     * @throws StoreException if the store fails; some may have been set then
     */
    void put(Map<Key, String> values) {
        values.forEach((key, value) -> gate.<Void>change("replace", store -> put(store.collection(KVS), key, value)));
    }

    /** Removes keys; those that are not there are passed over. */
    void delete(Collection<String> keys) {
        keys.forEach(key ->
                gate.<Boolean>change("delete", store -> store.collection(KVS).delete(key)));
    }

    private Void put(DocumentCollection kvs, Key key, String value) {
        for (int attempt = 1; ; attempt++) {
            long now = clock.millis();
            Optional<Document> there = kvs.get(key.path());
            try {
                if (there.isEmpty()) {
                    kvs.insert(document(key, value, now, now));
                } else {
                    long created = read(there.get()).created();
                    kvs.replace(document(key, value, created, now), there.get().revision());
                }
                return null;
            } catch (DuplicateKeyException | ConflictException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static DocumentQuery subtree(Key key) {
        return DocumentQuery.where(new Condition.Equal("under", key.path()));
    }

    private static Document document(Key key, String value, long created, long modified) {
        String body = JSON.createObjectNode()
                .put("value", value)
                .put("created", created)
                .put("modified", modified)
                .toString();
        return new Document(key.path(), 0, Map.of("under", key.lineage()), Map.of(), body);
    }

    private static Kv read(Document document) {
        try {
            JsonNode body = JSON.readTree(document.body());
            return new Kv(
                    document.id(),
                    body.path("value").asText(),
                    body.path("created").asLong(),
                    body.path("modified").asLong());
        } catch (JsonProcessingException e) {
            throw new ApiException(
                    ErrorKind.SERVER_ERROR, "the stored value of key '" + document.id() + "' is not JSON", e);
        }
    }
}
