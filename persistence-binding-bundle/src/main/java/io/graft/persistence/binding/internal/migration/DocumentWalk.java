package io.graft.persistence.binding.internal.migration;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** One collection of one store, page by page. Used by one thread. */
final class DocumentWalk {

    private static final int PAGE = 200;

    private final Insistence insistence;
    private final Endpoint<DocumentStore> side;
    private final CollectionSpec spec;

    DocumentWalk(Insistence insistence, Endpoint<DocumentStore> side, CollectionSpec spec) {
        this.insistence = insistence;
        this.side = side;
        this.spec = spec;
    }

    <R> R call(Function<DocumentCollection, R> call) {
        return insistence.on(side, store -> call.apply(store.collection(spec)));
    }

    long count() {
        return call(documents -> documents.count(DocumentQuery.ALL));
    }

    /** Shows all documents; while they are changed, one may be left out or come twice. */
    void pages(Consumer<List<Document>> visitor) {
        long offset = 0;
        List<Document> page;
        do {
            DocumentQuery query = new DocumentQuery(List.of(), Optional.empty(), offset, PAGE, false);
            page = call(documents -> documents.find(query)).items();
            if (!page.isEmpty()) {
                visitor.accept(page);
            }
            offset += page.size();
        } while (page.size() == PAGE);
    }
}
