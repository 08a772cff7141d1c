package io.graft.persistence.embedded.internal.documents;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.Document;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The changes of the group that is being put together, over a file that does not have them yet. Used by the log's
 * thread.
 */
final class PendingChanges {

    private final Map<String, CollectionSpec> specs = new HashMap<>();
    private final Map<Key, Optional<Document>> documents = new HashMap<>();
    private final Map<Key, Optional<String>> owners = new HashMap<>();

    private record Key(String collection, String field, String value) {}

    /** The group has come to its end. */
    void clear() {
        specs.clear();
        documents.clear();
        owners.clear();
    }

    CollectionSpec spec(DocumentFile file, String collection) {
        CollectionSpec changed = specs.get(collection);
        if (changed != null) {
            return changed;
        }
        CollectionMaps maps = file.collection(collection);
        return maps == null ? null : maps.spec();
    }

    void define(CollectionSpec spec) {
        specs.put(spec.name(), spec);
    }

    /** The document without its body, or null. */
    Document document(DocumentFile file, String collection, String id) {
        Optional<Document> changed = documents.get(new Key(collection, "", id));
        if (changed != null) {
            return changed.orElse(null);
        }
        CollectionMaps maps = file.collection(collection);
        byte[] encoded = maps == null ? null : maps.get(id);
        return encoded == null ? null : DocumentCodec.decodeHead(id, encoded);
    }

    /** The id of the document that has a unique value, or null. */
    String owner(DocumentFile file, String collection, String field, String value) {
        Optional<String> changed = owners.get(new Key(collection, field, value));
        if (changed != null) {
            return changed.orElse(null);
        }
        CollectionMaps maps = file.collection(collection);
        return maps == null || maps.unique(field) == null
                ? null
                : maps.unique(field).get(value);
    }

    /** Puts a document in the place of another; each may be null. */
    void change(CollectionSpec spec, String id, Document before, Document after) {
        String collection = spec.name();
        for (String field : spec.unique()) {
            values(before, field).forEach(value -> owners.put(new Key(collection, field, value), Optional.empty()));
            values(after, field).forEach(value -> owners.put(new Key(collection, field, value), Optional.of(id)));
        }
        documents.put(new Key(collection, "", id), Optional.ofNullable(after));
    }

    private static List<String> values(Document document, String field) {
        return document == null ? List.of() : document.texts().getOrDefault(field, List.of());
    }
}
