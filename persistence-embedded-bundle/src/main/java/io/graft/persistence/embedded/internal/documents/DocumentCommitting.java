package io.graft.persistence.embedded.internal.documents;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.ConflictException;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DuplicateKeyException;
import io.graft.api.persistence.InvalidQueryException;
import io.graft.log.Checkpointer;
import io.graft.log.Committing;
import io.graft.log.GroupBuffer;
import io.graft.persistence.embedded.internal.documents.DocumentChange.Define;
import io.graft.persistence.embedded.internal.documents.DocumentChange.Delete;
import io.graft.persistence.embedded.internal.documents.DocumentChange.Put;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides on changes of documents, one after the other, so that two that collide can't both be accepted, however many
 * threads ask.
 */
final class DocumentCommitting implements Committing<DocumentChange> {

    private final DocumentState state;
    private final Checkpointer checkpointer;
    private final PendingChanges pending = new PendingChanges();

    DocumentCommitting(DocumentState state, Checkpointer checkpointer) {
        this.state = state;
        this.checkpointer = checkpointer;
    }

    @Override
    public void prepare(DocumentChange change, GroupBuffer group) {
        change.record = state.read(file -> decide(change, file));
        if (change.record != null) {
            group.add(change.record);
        }
    }

    @Override
    public void apply(long sequence, List<DocumentChange> changes) {
        pending.clear();
        boolean large = state.apply(
                sequence,
                changes.stream()
                        .map(change -> change.record)
                        .filter(Objects::nonNull)
                        .toList());
        if (large) {
            checkpointer.request(sequence);
        }
    }

    @Override
    public void discard(List<DocumentChange> changes) {
        pending.clear();
    }

    @Override
    public void rolled(long lastSequence) {
        checkpointer.request(lastSequence);
    }

    private byte[] decide(DocumentChange change, DocumentFile file) {
        if (change instanceof Define define) {
            return decide(define, file);
        }
        return change instanceof Put put ? decide(put, file) : decide((Delete) change, file);
    }

    private byte[] decide(Define define, DocumentFile file) {
        CollectionSpec existing = pending.spec(file, define.spec.name());
        define.decided = existing == null ? define.spec : merged(existing, define.spec);
        if (define.decided.equals(existing)) {
            return null;
        }
        pending.define(define.decided);
        return ChangeRecord.define(define.decided);
    }

    private byte[] decide(Put put, DocumentFile file) {
        String collection = put.collection;
        Document document = put.document;
        Document existing = pending.document(file, collection, document.id());
        requireExpected(put, existing);
        CollectionSpec spec = pending.spec(file, collection);
        for (String field : new TreeSet<>(spec.unique())) {
            for (String value : document.texts().getOrDefault(field, List.of())) {
                String owner = pending.owner(file, collection, field, value);
                if (owner != null && !owner.equals(document.id())) {
                    throw new DuplicateKeyException(collection, field, value);
                }
            }
        }
        put.stored = document.withRevision(existing == null ? 1 : existing.revision() + 1);
        pending.change(spec, document.id(), existing, put.stored);
        return ChangeRecord.put(collection, document.id(), DocumentCodec.encode(put.stored));
    }

    private static void requireExpected(Put put, Document existing) {
        String id = put.document.id();
        if (put.ifRevision == null) {
            if (existing != null) {
                throw new DuplicateKeyException(put.collection, "id", id);
            }
        } else if (existing == null) {
            throw new ConflictException("no document of " + put.collection + " has id '" + id + "' any more");
        } else if (existing.revision() != put.ifRevision) {
            throw new ConflictException("document '" + id + "' of " + put.collection + " has revision "
                    + existing.revision() + ", not " + put.ifRevision + "; read it again");
        }
    }

    private byte[] decide(Delete delete, DocumentFile file) {
        Document existing = pending.document(file, delete.collection, delete.id);
        delete.found = existing != null;
        if (!delete.found) {
            return null;
        }
        pending.change(pending.spec(file, delete.collection), delete.id, existing, null);
        return ChangeRecord.delete(delete.collection, delete.id);
    }

    /** The fields of both, as long as no unique field is new. */
    static CollectionSpec merged(CollectionSpec existing, CollectionSpec wanted) {
        for (String field : new TreeSet<>(wanted.unique())) {
            if (!existing.unique().contains(field)) {
                throw new InvalidQueryException(
                        "unique field '" + field + "' is new to the collection " + existing.name()
                                + ", which exists; a unique field can be given only when a collection is created");
            }
        }
        return new CollectionSpec(
                existing.name(),
                existing.unique(),
                union(existing.indexed(), wanted.indexed()),
                union(existing.numbers(), wanted.numbers()));
    }

    private static Set<String> union(Set<String> a, Set<String> b) {
        Set<String> union = new HashSet<>(a);
        union.addAll(b);
        return union;
    }
}
