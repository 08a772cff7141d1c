package io.graft.keeper.internal;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** As much of a store as core-keeper asks for: ids and equality of indexed fields. */
final class MemoryDocuments implements DocumentStore {

    private final Map<String, Collection> collections = new ConcurrentHashMap<>();

    @Override
    public DocumentCollection collection(CollectionSpec spec) {
        return collections.computeIfAbsent(spec.name(), name -> new Collection(spec));
    }

    private static final class Collection implements DocumentCollection {

        private final CollectionSpec spec;
        private final TreeMap<String, Document> documents = new TreeMap<>();

        Collection(CollectionSpec spec) {
            this.spec = spec;
        }

        @Override
        public synchronized Document insert(Document document) {
            if (documents.containsKey(document.id())) {
                throw new DuplicateKeyException(spec.name(), "id", document.id());
            }
            return keep(document.withRevision(1));
        }

        @Override
        public synchronized Document replace(Document document, long ifRevision) {
            Document old = documents.get(document.id());
            if (old == null || old.revision() != ifRevision) {
                throw new ConflictException("revision of " + document.id() + " is not " + ifRevision);
            }
            return keep(document.withRevision(ifRevision + 1));
        }

        @Override
        public synchronized boolean delete(String id) {
            return documents.remove(id) != null;
        }

        @Override
        public synchronized Optional<Document> get(String id) {
            return Optional.ofNullable(documents.get(id));
        }

        @Override
        public Optional<Document> get(String uniqueField, String value) {
            throw new InvalidQueryException("no unique field");
        }

        @Override
        public synchronized Page<Document> find(DocumentQuery query) {
            List<Document> found = matching(query);
            List<Document> window =
                    found.stream().skip(query.offset()).limit(query.limit()).toList();
            return new Page<>(window, OptionalLong.of(found.size()));
        }

        @Override
        public synchronized long count(DocumentQuery query) {
            return matching(query).size();
        }

        private Document keep(Document document) {
            documents.put(document.id(), document);
            return document;
        }

        private List<Document> matching(DocumentQuery query) {
            return documents.values().stream()
                    .filter(document -> query.conditions().stream().allMatch(condition -> holds(condition, document)))
                    .toList();
        }

        private boolean holds(Condition condition, Document document) {
            if (condition instanceof Condition.Equal equal && spec.indexed().contains(equal.field())) {
                return document.texts().getOrDefault(equal.field(), List.of()).contains(equal.value());
            }
            throw new InvalidQueryException("not needed: " + condition);
        }
    }
}
