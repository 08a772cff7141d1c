package io.graft.persistence.embedded.internal.documents;

import io.graft.api.metrics.Metrics;
import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.InvalidQueryException;
import io.graft.api.persistence.Page;
import io.graft.log.GroupCommit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.h2.mvstore.MVMap;

/** A collection as its users have it. */
final class EmbeddedCollection implements DocumentCollection {

    private final CollectionSpec spec;
    private final DocumentState state;
    private final GroupCommit<DocumentChange> commit;
    private final Metrics.Timer reading;

    EmbeddedCollection(
            CollectionSpec spec, DocumentState state, GroupCommit<DocumentChange> commit, Metrics.Timer reading) {
        this.reading = reading;
        this.spec = spec;
        this.state = state;
        this.commit = commit;
    }

    @Override
    public Document insert(Document document) {
        check(document);
        return stored(DocumentChange.Put.insert(spec.name(), document));
    }

    @Override
    public Document replace(Document document, long ifRevision) {
        check(document);
        return stored(DocumentChange.Put.replace(spec.name(), document, ifRevision));
    }

    @Override
    public boolean delete(String id) {
        Objects.requireNonNull(id, "id");
        DocumentChange.Delete change = new DocumentChange.Delete(spec.name(), id);
        commit.submit(change, 2 * id.length());
        return change.found;
    }

    @Override
    public Optional<Document> get(String id) {
        Objects.requireNonNull(id, "id");
        return read(file -> document(file.collection(spec.name()), id));
    }

    @Override
    public Optional<Document> get(String uniqueField, String value) {
        Objects.requireNonNull(value, "value");
        return read(file -> {
            CollectionMaps maps = file.collection(spec.name());
            MVMap<String, String> values = maps.unique(uniqueField);
            if (values == null) {
                throw new InvalidQueryException("'" + uniqueField + "' is not a unique field of " + spec.name());
            }
            String id = values.get(value);
            return id == null ? Optional.empty() : document(maps, id);
        });
    }

    @Override
    public Page<Document> find(DocumentQuery query) {
        return read(file -> new DocumentQueries(file.collection(spec.name())).find(query));
    }

    @Override
    public long count(DocumentQuery query) {
        return read(file -> new DocumentQueries(file.collection(spec.name())).count(query.conditions()));
    }

    private <R> R read(Function<DocumentFile, R> question) {
        long start = System.nanoTime();
        R answer = state.read(question);
        reading.record(System.nanoTime() - start);
        return answer;
    }

    private Document stored(DocumentChange.Put change) {
        commit.submit(change, 2 * change.document.body().length());
        return change.stored;
    }

    private static Optional<Document> document(CollectionMaps maps, String id) {
        return Optional.ofNullable(maps.get(id)).map(stored -> DocumentCodec.decode(id, stored));
    }

    private void check(Document document) {
        document.texts().forEach((field, values) -> {
            if (spec.unique().contains(field)) {
                if (values.size() > 1) {
                    throw new InvalidQueryException("unique field '" + field + "' of " + spec.name() + " has "
                            + values.size() + " values in document '" + document.id() + "'; one is possible");
                }
            } else if (!spec.indexed().contains(field)) {
                throw unknown("text", field, List.of(spec.unique(), spec.indexed()));
            }
        });
        document.numbers().keySet().forEach(field -> {
            if (!spec.numbers().contains(field)) {
                throw unknown("number", field, List.of(spec.numbers()));
            }
        });
    }

    private InvalidQueryException unknown(String kind, String field, List<?> known) {
        return new InvalidQueryException(
                "'" + field + "' is not a " + kind + " field of " + spec.name() + "; it has " + known);
    }
}
