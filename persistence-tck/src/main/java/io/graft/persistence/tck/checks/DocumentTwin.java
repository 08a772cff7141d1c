package io.graft.persistence.tck.checks;

import io.graft.api.persistence.ConflictException;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DuplicateKeyException;
import io.graft.api.persistence.ScratchSpace;
import io.graft.persistence.tck.Expect;
import io.graft.persistence.tck.oracle.MemoryDocumentStore;
import io.graft.persistence.tck.oracle.RandomDocuments;
import java.util.List;
import java.util.function.Function;

/** The provider's collection and the oracle's, which are done the same to and asked the same. */
final class DocumentTwin {

    private final ScratchSpace space;
    private final DocumentCollection oracle = new MemoryDocumentStore().collection(RandomDocuments.SPEC);

    DocumentTwin(ScratchSpace space) {
        this.space = space;
    }

    private DocumentCollection store() {
        return space.documents().collection(RandomDocuments.SPEC);
    }

    void reopen() {
        space.reopen();
    }

    void insert(Document document) {
        change("insert of " + document, document, collection -> collection.insert(document));
    }

    void replace(Document document, boolean stale) {
        long stored = oracle.get(document.id()).map(Document::revision).orElse(1L);
        long revision = stale ? stored - 1 : stored;
        change(
                "replace of revision " + revision + " by " + document,
                document,
                collection -> collection.replace(document, revision));
    }

    private void change(String what, Document document, Function<DocumentCollection, Document> call) {
        Document expected;
        try {
            expected = call.apply(oracle);
        } catch (DuplicateKeyException e) {
            DuplicateKeyException found = Expect.failure(DuplicateKeyException.class, what, () -> call.apply(store()));
            Expect.that(
                    isTaken(found.field(), found.value(), document),
                    what + ": " + found.field() + " '" + found.value() + "' is not taken by another document");
            return;
        } catch (ConflictException e) {
            Expect.failure(ConflictException.class, what, () -> call.apply(store()));
            return;
        }
        Expect.equal(what, expected, call.apply(store()));
        Expect.equal("document by id after " + what, oracle.get(document.id()), store().get(document.id()));
    }

    /** Where several values are taken, either may be named. */
    private boolean isTaken(String field, String value, Document document) {
        if (field.equals("id")) {
            return value.equals(document.id()) && oracle.get(value).isPresent();
        }
        return List.of(value).equals(document.texts().get(field))
                && oracle.get(field, value)
                        .filter(other -> !other.id().equals(document.id()))
                        .isPresent();
    }

    void delete(String id) {
        Expect.equal("whether document " + id + " was there to be deleted", oracle.delete(id), store().delete(id));
    }

    void lookUp(Document document) {
        Expect.equal("document " + document.id(), oracle.get(document.id()), store().get(document.id()));
        for (String field : RandomDocuments.SPEC.unique()) {
            for (String value : document.texts().getOrDefault(field, List.of())) {
                Expect.equal(
                        "document with " + field + " '" + value + "'",
                        oracle.get(field, value),
                        store().get(field, value));
            }
        }
    }

    void same(DocumentQuery query) {
        Expect.equal(query.toString(), oracle.find(query), store().find(query));
        Expect.equal("count of " + query, oracle.count(query), store().count(query));
    }
}
