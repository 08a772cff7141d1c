package io.graft.persistence.tck.oracle;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.ConflictException;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.api.persistence.DocumentQuery.Sort;
import io.graft.api.persistence.DuplicateKeyException;
import io.graft.api.persistence.InvalidQueryException;
import io.graft.api.persistence.Page;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One collection: its documents by id, searched from end to end. */
final class MemoryCollection implements DocumentCollection {

    private static final String ID = "id";

    private final MemoryDocumentStore store;
    private final Map<String, Document> documents;
    /** Fair, so that nobody waits for ever while others call again and again. */
    private final ReentrantLock lock;

    private volatile CollectionSpec spec;

    MemoryCollection(MemoryDocumentStore store, CollectionSpec spec) {
        this(store, spec, new HashMap<>(), new ReentrantLock(true));
    }

    private MemoryCollection(
            MemoryDocumentStore store, CollectionSpec spec, Map<String, Document> documents, ReentrantLock lock) {
        this.lock = lock;
        this.store = store;
        this.spec = spec;
        this.documents = documents;
    }

    MemoryCollection of(MemoryDocumentStore other) {
        return new MemoryCollection(other, spec, documents, lock);
    }

    MemoryCollection copy(MemoryDocumentStore other) {
        lock.lock();
        try {
            return new MemoryCollection(other, spec, new HashMap<>(documents), new ReentrantLock(true));
        } finally {
            lock.unlock();
        }
    }

    CollectionSpec spec() {
        return spec;
    }

    void add(CollectionSpec more) {
        spec = new CollectionSpec(
                spec.name(),
                spec.unique(),
                union(spec.indexed(), more.indexed()),
                union(spec.numbers(), more.numbers()));
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet());
    }

    @Override
    public Document insert(Document document) {
        requireFields(document);
        lock.lock();
        try {
            store.requireOpen();
            if (documents.containsKey(document.id())) {
                throw new DuplicateKeyException(spec.name(), ID, document.id());
            }
            return put(document, 1);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Document replace(Document document, long ifRevision) {
        requireFields(document);
        lock.lock();
        try {
            store.requireOpen();
            Document stored = documents.get(document.id());
            if (stored == null || stored.revision() != ifRevision) {
                throw new ConflictException("document " + document.id() + " of " + spec.name() + " has not revision "
                        + ifRevision + (stored == null ? "; there is none" : " but " + stored.revision()));
            }
            return put(document, ifRevision + 1);
        } finally {
            lock.unlock();
        }
    }

    private Document put(Document document, long revision) {
        for (String field : spec.unique()) {
            List<String> value = document.texts().get(field);
            for (Document other : documents.values()) {
                if (value != null
                        && !other.id().equals(document.id())
                        && value.equals(other.texts().get(field))) {
                    throw new DuplicateKeyException(spec.name(), field, value.get(0));
                }
            }
        }
        Document stored = document.withRevision(revision);
        documents.put(document.id(), stored);
        return stored;
    }

    @Override
    public boolean delete(String id) {
        lock.lock();
        try {
            store.requireOpen();
            return documents.remove(id) != null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Document> get(String id) {
        lock.lock();
        try {
            store.requireOpen();
            return Optional.ofNullable(documents.get(id));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Document> get(String uniqueField, String value) {
        require(spec.unique().contains(uniqueField), "a unique field", uniqueField);
        return select(List.of(new Condition.Equal(uniqueField, value))).findFirst();
    }

    @Override
    public Page<Document> find(DocumentQuery query) {
        query.sort().ifPresent(sort -> require(spec.numbers().contains(sort.field()), "a number field", sort.field()));
        Comparator<Document> byId = Comparator.comparing(Document::id);
        List<Document> selected = select(query.conditions())
                .sorted(query.sort().map(sort -> by(sort).thenComparing(byId)).orElse(byId))
                .toList();
        return new Page<>(
                selected.stream().skip(query.offset()).limit(query.limit()).toList(),
                query.withTotal() ? OptionalLong.of(selected.size()) : OptionalLong.empty());
    }

    @Override
    public long count(DocumentQuery query) {
        return select(query.conditions()).count();
    }

    private Stream<Document> select(List<Condition> conditions) {
        for (Condition condition : conditions) {
            boolean number = condition instanceof Condition.Between;
            String field = condition.field();
            boolean known = number
                    ? spec.numbers().contains(field)
                    : spec.unique().contains(field) || spec.indexed().contains(field);
            require(known, number ? "a number field" : "a text field", field);
        }
        lock.lock();
        try {
            store.requireOpen();
            return List.copyOf(documents.values()).stream()
                    .filter(document -> conditions.stream().allMatch(condition -> meets(document, condition)));
        } finally {
            lock.unlock();
        }
    }

    private static boolean meets(Document document, Condition condition) {
        List<String> values = document.texts().getOrDefault(condition.field(), List.of());
        if (condition instanceof Condition.Equal equal) {
            return values.contains(equal.value());
        }
        if (condition instanceof Condition.AnyOf any) {
            return values.stream().anyMatch(any.values()::contains);
        }
        if (condition instanceof Condition.AllOf all) {
            return values.containsAll(all.values());
        }
        Condition.Between between = (Condition.Between) condition;
        Long number = document.numbers().get(between.field());
        return number != null && between.from() <= number && number <= between.to();
    }

    private static Comparator<Document> by(Sort sort) {
        Comparator<Long> numbers = sort.descending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        return Comparator.comparing(document -> document.numbers().get(sort.field()), Comparator.nullsLast(numbers));
    }

    private void requireFields(Document document) {
        document.texts().forEach((field, values) -> {
            require(spec.unique().contains(field) || spec.indexed().contains(field), "a text field", field);
            if (spec.unique().contains(field) && values.size() > 1) {
                throw new InvalidQueryException(
                        "field " + field + " of " + spec.name() + " is unique and has " + values.size() + " values");
            }
        });
        document.numbers().keySet().forEach(field -> require(spec.numbers().contains(field), "a number field", field));
    }

    private void require(boolean met, String what, String field) {
        if (!met) {
            throw new InvalidQueryException("'" + Objects.requireNonNull(field, "field") + "' is not " + what + " of "
                    + spec.name() + "; it has the unique fields " + spec.unique() + ", the indexed fields "
                    + spec.indexed() + " and the number fields " + spec.numbers());
        }
    }
}
