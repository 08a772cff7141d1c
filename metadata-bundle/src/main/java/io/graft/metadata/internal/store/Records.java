package io.graft.metadata.internal.store;

import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.api.persistence.DuplicateKeyException;
import io.graft.api.persistence.Page;
import io.graft.metadata.internal.json.Json;
import io.graft.metadata.internal.model.Entity;
import io.graft.persistence.binding.DocumentGate;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** The metadata of one kind in whatever store is bound. Thread-safe. */
public final class Records<T extends Entity> {

    private static final long MICROS_PER_MILLI = 1000;
    private static final int PAGE = 200;

    private final DocumentGate gate;
    private final Kind<T> kind;
    private final Json json;
    private final Clock clock;
    private final Journal journal;

    public Records(DocumentGate gate, Kind<T> kind, Json json, Clock clock, Journal journal) {
        this.gate = gate;
        this.kind = kind;
        this.json = json;
        this.clock = clock;
        this.journal = journal;
    }

    /** What messages call the kind. */
    public String noun() {
        return kind.noun();
    }

    /** The one with this name, as stored. */
    public Optional<Document> find(String name) {
        return call("get", records -> records.get(Kind.NAME, name));
    }

    /**
     * The one with this name.
     *
     * @throws ApiException 404 if there is none
     */
    public Entry<T> get(String name) {
        return entry(getDocument(name));
    }

    /**
     * The one with this name, as stored.
     *
     * @throws ApiException 404 if there is none
     */
    public Document getDocument(String name) {
        return find(name)
                .orElseThrow(() -> ApiException.notFound("no " + kind.noun() + " with name '" + name + "' found"));
    }

    /**
     * The one with this id, as stored.
     *
     * @throws ApiException 404 if there is none
     */
    public Document getDocumentById(String id) {
        String canonical = id.toLowerCase(Locale.ROOT);
        return this.<Optional<Document>>call("get", records -> records.get(Kind.UUID, canonical))
                .orElseThrow(() -> ApiException.notFound("no " + kind.noun() + " with id '" + id + "' found"));
    }

    /**
     * The one that a change names, by its id if that is given, else by its name.
     *
     * @throws ApiException 404 if there is none, 400 if id and name are given and are not the same one's
     */
    public Entry<T> get(String id, String name) {
        if (id == null || id.isBlank()) {
            return get(name);
        }
        Entry<T> entry = entry(getDocumentById(id));
        if (name != null && !name.equals(entry.value().name())) {
            throw ApiException.invalid(kind.noun() + " name '" + name + "' not match the existing '"
                    + entry.value().name() + "'");
        }
        return entry;
    }

    /** What a document holds. */
    public Entry<T> entry(Document document) {
        return new Entry<>(
                json.readStored(document.body(), kind.type(), kind.spec().name() + " document " + document.id()),
                document);
    }

    /**
     * Adds one; gives it an id if it has none.
     *
     * @return its id
     * @throws ApiException 409 if its name or id is taken
     */
    public String insert(T entity) {
        long added = clock.nextMicros();
        long millis = added / MICROS_PER_MILLI;
        String id = entity.id().isEmpty()
                ? UUID.randomUUID().toString()
                : entity.id().toLowerCase(Locale.ROOT);
        Document document = document("%016x-%s".formatted(added, id), entity, id, millis, millis);
        try {
            journal.change(
                    kind,
                    Optional.empty(),
                    Optional.of(document),
                    () -> change("insert", records -> records.insert(document)),
                    inserted -> true);
            return id;
        } catch (DuplicateKeyException e) {
            String field = e.field().equals(Kind.NAME) ? "name " + entity.name() : "id " + id;
            throw new ApiException(ErrorKind.DUPLICATE_NAME, kind.noun() + " " + field + " already exists", e);
        }
    }

    /**
     * Puts another in the place of what was read; id, name and time of addition stay.
     *
     * @throws io.graft.api.persistence.ConflictException if it was changed or removed since
     */
    public void replace(Entry<T> old, T entity) {
        Document read = old.document();
        Document document =
                document(read.id(), entity, old.value().id(), old.value().created(), clock.millis());
        journal.change(
                kind,
                Optional.of(read),
                Optional.of(document),
                () -> change("replace", records -> records.replace(document, read.revision())),
                replaced -> true);
    }

    /** Removes one; whether it was still there. */
    public boolean delete(Document document) {
        return journal.alone(kind, document.texts().get(Kind.NAME).get(0), () -> {
            Optional<Document> now = call("get", records -> records.get(document.id()));
            return now.isPresent()
                    && journal.change(
                            kind,
                            now,
                            Optional.empty(),
                            () -> change("delete", records -> records.delete(document.id())),
                            removed -> removed);
        });
    }

    /** A page in the order of addition, with the total. */
    public Page<Document> page(long offset, int limit, List<Condition> conditions) {
        DocumentQuery query =
                DocumentQuery.where(conditions.toArray(Condition[]::new)).window(offset, limit);
        return call("find", records -> records.find(query));
    }

    /** Passes on all that meet the conditions, in the order of addition, without holding them all at once. */
    public void forEach(List<Condition> conditions, Consumer<Document> action) {
        List<Document> page = page(0, PAGE, conditions).items();
        for (long offset = PAGE; !page.isEmpty(); offset += PAGE) {
            page.forEach(action);
            page = page.size() < PAGE
                    ? List.of()
                    : page(offset, PAGE, conditions).items();
        }
    }

    /** How many there are. */
    public long count(Condition... conditions) {
        return call("count", records -> records.count(DocumentQuery.where(conditions)));
    }

    private Document document(String documentId, T entity, String id, long created, long modified) {
        Entity stamped = entity.stamped(id, created, modified);
        return new Document(documentId, 0, kind.index(entity, id), Map.of(), json.write(stamped));
    }

    private <R> R change(String operation, Function<DocumentCollection, R> change) {
        return gate.change(operation, store -> change.apply(store.collection(kind.spec())));
    }

    private <R> R call(String operation, Function<DocumentCollection, R> call) {
        return gate.call(operation, store -> call.apply(store.collection(kind.spec())));
    }
}
