package io.graft.api.persistence;

import java.util.Objects;
import java.util.Set;

/**
 * What a collection is called and by which fields its documents can be found.
 *
 * @param name lower-case letters, digits and dots, e.g. {@code metadata.device}
 * @param unique text fields of which no two documents may share a value; a document may lack the field
 * @param indexed text fields with any number of values per document, each of which finds it
 * @param numbers number fields with at most one value per document, by which documents can be selected and sorted
 */
public record CollectionSpec(String name, Set<String> unique, Set<String> indexed, Set<String> numbers) {

    public CollectionSpec {
        Objects.requireNonNull(name, "name");
        if (!name.matches("[a-z0-9.]+")) {
            throw new InvalidQueryException(
                    "collection name '" + name + "' may hold lower-case letters, digits and dots only");
        }
        unique = Set.copyOf(unique);
        indexed = Set.copyOf(indexed);
        numbers = Set.copyOf(numbers);
    }
}
