package io.graft.persistence.embedded.internal.documents;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;

/** The documents of a collection and their indexes. Changed by one thread at a time. */
final class CollectionMaps {

    private final MVStore store;
    private final String name;
    private final MVMap<String, byte[]> documents;
    private final Map<String, MVMap<String, String>> unique = new HashMap<>();
    private final Map<String, MVMap<IndexKey, Boolean>> indexed = new HashMap<>();
    private final Map<String, MVMap<IndexKey, Boolean>> numbers = new HashMap<>();
    private volatile CollectionSpec spec;

    CollectionMaps(MVStore store, CollectionSpec spec) {
        this.store = store;
        this.name = spec.name();
        this.documents = store.openMap(
                "d|" + name,
                new MVMap.Builder<String, byte[]>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
        openIndexes(spec);
    }

    CollectionSpec spec() {
        return spec;
    }

    /** Adds fields. Documents that are there lack the new numbers. */
    void extend(CollectionSpec extended) {
        CollectionSpec before = spec;
        openIndexes(extended);
        for (String field : extended.numbers()) {
            if (!before.numbers().contains(field)) {
                documents.keyIterator(null).forEachRemaining(id -> numbers.get(field)
                        .put(IndexKey.number(null, id), Boolean.TRUE));
            }
        }
    }

    /** The stored form of a document, or null. */
    byte[] get(String id) {
        return documents.get(id);
    }

    MVMap<String, byte[]> documents() {
        return documents;
    }

    /** Values and the ids of their documents, or null if the field is not a unique one. */
    MVMap<String, String> unique(String field) {
        return unique.get(field);
    }

    /** The entries of a text field, or null if it is not an indexed one. */
    MVMap<IndexKey, Boolean> indexed(String field) {
        return indexed.get(field);
    }

    /** The entries of a number field, one for each document, or null if it is not a number field. */
    MVMap<IndexKey, Boolean> numbers(String field) {
        return numbers.get(field);
    }

    void put(String id, byte[] encoded) {
        Document before = head(id, documents.put(id, encoded));
        Document after = DocumentCodec.decodeHead(id, encoded);
        unique.forEach((field, values) -> {
            String old = before == null ? null : first(before, field);
            String current = first(after, field);
            if (!Objects.equals(old, current)) {
                if (old != null) {
                    values.remove(old);
                }
                if (current != null) {
                    values.put(current, id);
                }
            }
        });
        indexed.forEach((field, entries) -> replace(entries, keys(before, field), keys(after, field)));
        numbers.forEach((field, entries) -> replace(entries, numberKeys(before, field), numberKeys(after, field)));
    }

    void remove(String id) {
        Document before = head(id, documents.remove(id));
        if (before == null) {
            return;
        }
        unique.forEach((field, values) -> {
            String old = first(before, field);
            if (old != null) {
                values.remove(old);
            }
        });
        indexed.forEach((field, entries) -> replace(entries, keys(before, field), List.of()));
        numbers.forEach((field, entries) -> replace(entries, numberKeys(before, field), List.of()));
    }

    private void openIndexes(CollectionSpec newSpec) {
        newSpec.unique()
                .forEach(field -> unique.computeIfAbsent(
                        field,
                        key -> store.openMap(
                                "u|" + name + "|" + key,
                                new MVMap.Builder<String, String>()
                                        .keyType(StringDataType.INSTANCE)
                                        .valueType(StringDataType.INSTANCE))));
        newSpec.indexed().forEach(field -> indexed.computeIfAbsent(field, key -> openIndex("i|", key)));
        newSpec.numbers().forEach(field -> numbers.computeIfAbsent(field, key -> openIndex("n|", key)));
        spec = newSpec;
    }

    private MVMap<IndexKey, Boolean> openIndex(String kind, String field) {
        return store.openMap(
                kind + name + "|" + field,
                new MVMap.Builder<IndexKey, Boolean>()
                        .keyType(IndexKey.Type.INSTANCE)
                        .valueType(IndexKey.Presence.INSTANCE));
    }

    private static void replace(MVMap<IndexKey, Boolean> entries, List<IndexKey> before, List<IndexKey> after) {
        for (IndexKey key : before) {
            if (!after.contains(key)) {
                entries.remove(key);
            }
        }
        for (IndexKey key : after) {
            if (!before.contains(key)) {
                entries.put(key, Boolean.TRUE);
            }
        }
    }

    private static Document head(String id, byte[] encoded) {
        return encoded == null ? null : DocumentCodec.decodeHead(id, encoded);
    }

    private static String first(Document document, String field) {
        List<String> values = document.texts().get(field);
        return values == null ? null : values.get(0);
    }

    private static List<IndexKey> keys(Document document, String field) {
        List<IndexKey> keys = new ArrayList<>();
        if (document != null) {
            for (String value : document.texts().getOrDefault(field, List.of())) {
                keys.add(IndexKey.text(value, document.id()));
            }
        }
        return keys;
    }

    private static List<IndexKey> numberKeys(Document document, String field) {
        return document == null
                ? List.of()
                : List.of(IndexKey.number(document.numbers().get(field), document.id()));
    }
}
