package io.graft.persistence.tck.checks;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.persistence.tck.CheckContext;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Documents as checks need them. */
final class Documents {

    static final CollectionSpec SPEC = new CollectionSpec(
            "check.things", Set.of("name", "serial"), Set.of("label", "owner"), Set.of("created", "rank"));

    private Documents() {}

    static DocumentCollection things(CheckContext context) {
        return context.documents().collection(SPEC);
    }

    static Document named(String id, String name) {
        return document(id, Map.of("name", List.of(name)), Map.of());
    }

    static Document document(String id, Map<String, List<String>> texts, Map<String, Long> numbers) {
        return new Document(id, 0, texts, numbers, "{\"id\":\"a document\"}");
    }

    static Document body(String id, String body) {
        return new Document(id, 0, Map.of(), Map.of(), body);
    }
}
