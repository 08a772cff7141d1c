package io.graft.metadata.internal;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.ConflictException;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.DuplicateKeyException;
import io.graft.api.persistence.InvalidQueryException;
import io.graft.api.persistence.Page;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The document store's contract in its simplest form. */
public final class MemoryDocuments implements DocumentStore {

    private final Map<String, MemoryCollection> collections = new HashMap<>();
    private volatile Consumer<String> beforeCall = operation -> {};

    /** Runs this before every call, with the operation's name, e.g. to throw. */
    public void beforeCall(Consumer<String> action) {
        beforeCall = action;
    }

    @Override
    public DocumentCollection collection(CollectionSpec spec) {
        synchronized (collections) {
            return collections.computeIfAbsent(spec.name(), name -> new MemoryCollection(spec));
        }
    }

    private final class MemoryCollection implements DocumentCollection {

        private final CollectionSpec spec;
        private final Map<String, Document> documents = new HashMap<>();

        MemoryCollection(CollectionSpec spec) {
            this.spec = spec;
        }

        @Override
        public Document insert(Document document) {
            beforeCall.accept("insert");
            synchronized (documents) {
                if (documents.containsKey(document.id())) {
                    throw new DuplicateKeyException(spec.name(), "id", document.id());
                }
                return put(document, 1);
            }
        }

        @Override
        public Document replace(Document document, long ifRevision) {
            beforeCall.accept("replace");
            synchronized (documents) {
                Document old = documents.get(document.id());
                if (old == null || old.revision() != ifRevision) {
                    throw new ConflictException(spec.name() + " document " + document.id() + " has changed");
                }
                return put(document, ifRevision + 1);
            }
        }

        private Document put(Document document, long revision) {
            for (String field : document.texts().keySet()) {
                if (!spec.unique().contains(field) && !spec.indexed().contains(field)) {
                    throw new InvalidQueryException("no field " + field);
                }
            }
            for (String field : spec.unique()) {
                for (String value : texts(document, field)) {
                    get(field, value)
                            .filter(other -> !other.id().equals(document.id()))
                            .ifPresent(other -> {
                                throw new DuplicateKeyException(spec.name(), field, value);
                            });
                }
            }
            Document stored = document.withRevision(revision);
            documents.put(document.id(), stored);
            return stored;
        }

        @Override
        public boolean delete(String id) {
            beforeCall.accept("delete");
            synchronized (documents) {
                return documents.remove(id) != null;
            }
        }

        @Override
        public Optional<Document> get(String id) {
            beforeCall.accept("get");
            synchronized (documents) {
                return Optional.ofNullable(documents.get(id));
            }
        }

        @Override
        public Optional<Document> get(String uniqueField, String value) {
            beforeCall.accept("get");
            synchronized (documents) {
                return documents.values().stream()
                        .filter(document -> texts(document, uniqueField).contains(value))
                        .findFirst();
            }
        }

        @Override
        public Page<Document> find(DocumentQuery query) {
            beforeCall.accept("find");
            synchronized (documents) {
                Comparator<Document> order = Comparator.comparing(Document::id);
                if (query.sort().isPresent()) {
                    String field = query.sort().get().field();
                    order = Comparator.<Document>comparingLong(
                                    document -> document.numbers().get(field))
                            .thenComparing(order);
                }
                return new Page<>(
                        selected(query)
                                .sorted(order)
                                .skip(query.offset())
                                .limit(query.limit())
                                .toList(),
                        OptionalLong.of(selected(query).count()));
            }
        }

        @Override
        public long count(DocumentQuery query) {
            beforeCall.accept("count");
            synchronized (documents) {
                return selected(query).count();
            }
        }

        private Stream<Document> selected(DocumentQuery query) {
            return documents.values().stream()
                    .filter(document -> query.conditions().stream().allMatch(condition -> holds(condition, document)));
        }

        private boolean holds(Condition condition, Document document) {
            Collection<String> values = texts(document, condition.field());
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
            return number != null && number >= between.from() && number <= between.to();
        }

        private List<String> texts(Document document, String field) {
            return document.texts().getOrDefault(field, List.of());
        }
    }
}
