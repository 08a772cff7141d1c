package ${package};

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.InvalidQueryException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Collections, each with the specification that it was first and later opened with. */
final class FileDocumentStore implements DocumentStore {

    private final StoreFile file;
    private final Map<String, CollectionSpec> known = new ConcurrentHashMap<>();

    FileDocumentStore(StoreFile file) {
        this.file = file;
    }

    @Override
    public DocumentCollection collection(CollectionSpec spec) {
        CollectionSpec stored = known.get(spec.name());
        if (stored == null || !stored.equals(merged(stored, spec))) {
            stored = file.change(table -> store(table, spec));
            known.put(spec.name(), stored);
        }
        return new FileCollection(file, spec.name());
    }

    private static CollectionSpec store(Table table, CollectionSpec spec) {
        byte[] key = DocumentKeys.spec(spec.name());
        byte[] before = table.get(key);
        if (before == null) {
            table.put(key, Codec.spec(spec));
            return spec;
        }
        CollectionSpec old = Codec.spec(before);
        CollectionSpec merged = merged(old, spec);
        Set<String> numbers = new HashSet<>(merged.numbers());
        numbers.removeAll(old.numbers());
        numbers.forEach(field -> allLack(table, spec.name(), field));
        table.put(key, Codec.spec(merged));
        return merged;
    }

    /** Documents that lack a number are last in its order, so they are in its index, too. */
    private static void allLack(Table table, String collection, String field) {
        Table.Range ids = DocumentKeys.ids(table, collection);
        for (long i = 0; i < ids.size(); i++) {
            table.put(DocumentKeys.lacking(collection, field, Key.text(ids.key(i), ids.at())), new byte[0]);
        }
    }

    private static CollectionSpec merged(CollectionSpec old, CollectionSpec more) {
        if (!old.unique().containsAll(more.unique())) {
            throw new InvalidQueryException("collection " + old.name() + " exists with the unique fields "
                    + old.unique() + ", and " + more.unique() + " are asked for; a unique field can't be added later");
        }
        return new CollectionSpec(
                old.name(),
                old.unique(),
                union(old.indexed(), more.indexed()),
                union(old.numbers(), more.numbers()));
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> union = new HashSet<>(some);
        union.addAll(others);
        return union;
    }
}
