package io.graft.api.persistence;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A JSON document with the values by which it can be found. The values are given apart from the body, so that a
 * provider need not understand the body and a service may index what is not in it.
 *
 * @param id the document's identity within its collection, chosen by the service
 * @param revision 1 after the insert, one more after each replacement; set by the store, whatever it is passed
 * @param texts the values of the collection's unique and indexed fields; a unique field has one value at most; fields
 *     without a value are absent
 * @param numbers the values of the collection's number fields; fields without a value are absent
 * @param body one JSON object as text
 */
public record Document(
        String id, long revision, Map<String, List<String>> texts, Map<String, Long> numbers, String body) {

    public Document {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(body, "body");
        texts = texts.entrySet().stream()
                .filter(field -> !field.getValue().isEmpty())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, field -> List.copyOf(field.getValue())));
        numbers = Map.copyOf(numbers);
    }

    /** The same document with another revision. */
    public Document withRevision(long newRevision) {
        return new Document(id, newRevision, texts, numbers, body);
    }
}
