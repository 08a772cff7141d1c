package io.graft.persistence.tck.checks;

import static io.graft.persistence.tck.checks.Documents.document;
import static io.graft.persistence.tck.checks.Documents.named;
import static io.graft.persistence.tck.checks.Documents.things;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.api.persistence.InvalidQueryException;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckContext;
import io.graft.persistence.tck.Expect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What collections know of their documents: fields, bodies, characters; and nothing of each other. */
public final class CollectionChecks {

    private static final String FIELDS =
            "DocumentCollection: InvalidQueryException if it has a field that the collection's specification does not name.";
    private static final String LATER = "DocumentStore.collection: a later specification of the same name may add"
            + " fields: they are indexed for the documents written from then on, and for older ones when they are next"
            + " replaced. InvalidQueryException if the collection exists and a unique field is new to it.";
    private static final String BODY = "Rule 8: nothing is interpreted. Document.body: one JSON object as text.";

    private CollectionChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                Check.of(
                        "documents.fields.unknown",
                        "A field that the collection does not have is refused by name",
                        FIELDS,
                        CollectionChecks::unknownFields),
                Check.of(
                        "documents.collections.apart",
                        "Collections know nothing of each other",
                        "DocumentStore: named collections.",
                        CollectionChecks::apart),
                Check.of(
                        "documents.collections.fields-added",
                        "A later specification may add fields, also after the store was opened again",
                        LATER,
                        CollectionChecks::fieldsAdded),
                Check.of(
                        "documents.collections.unique-added",
                        "A later specification that adds a unique field is refused",
                        LATER,
                        CollectionChecks::uniqueAdded),
                Check.of(
                        "documents.body.as-given",
                        "A body comes back as its text, uninterpreted",
                        BODY,
                        CollectionChecks::bodies),
                Check.of(
                        "documents.body.large",
                        "A body of some megabytes comes back",
                        BODY,
                        CollectionChecks::largeBody),
                Check.of(
                        "documents.text.any-characters",
                        "Ids, unique values and indexed values of any characters are kept and told apart",
                        "Rule 6: text is Unicode, byte for byte.",
                        CollectionChecks::anyCharacters));
    }

    private static void invalid(String field, java.util.concurrent.Callable<?> call) {
        InvalidQueryException e = Expect.failure(InvalidQueryException.class, "use of the field " + field, call);
        Expect.that(
                e.getMessage().contains(field), "the message does not name the field " + field + ": " + e.getMessage());
    }

    private static void unknownFields(CheckContext context) {
        DocumentCollection things = things(context);
        things.insert(named("1", "a"));
        invalid("color", () -> things.insert(document("2", Map.of("color", List.of("red")), Map.of())));
        invalid("size", () -> things.insert(document("2", Map.of(), Map.of("size", 1L))));
        invalid("rank", () -> things.insert(document("2", Map.of("rank", List.of("1")), Map.of())));
        invalid("label", () -> things.insert(document("2", Map.of(), Map.of("label", 1L))));
        invalid("name", () -> things.insert(document("2", Map.of("name", List.of("a", "b")), Map.of())));
        invalid("color", () -> things.replace(document("1", Map.of("color", List.of("red")), Map.of()), 1));
        invalid("label", () -> things.get("label", "a"));
        invalid("color", () -> things.get("color", "a"));
        invalid("name", () -> things.find(DocumentQuery.ALL.ascending("name")));
        invalid("size", () -> things.find(DocumentQuery.ALL.descending("size")));
        invalid("rank", () -> things.count(DocumentQuery.where(new Condition.Equal("rank", "1"))));
        invalid("color", () -> things.find(DocumentQuery.where(new Condition.AnyOf("color", Set.of("red")))));
        invalid("color", () -> things.find(DocumentQuery.where(new Condition.AllOf("color", Set.of()))));
        invalid("name", () -> things.find(DocumentQuery.where(new Condition.Between("name", 1, 2))));
        Expect.equal("count", 1L, things.count(DocumentQuery.ALL));
    }

    private static void apart(CheckContext context) {
        DocumentCollection things = things(context);
        DocumentCollection others = context.documents()
                .collection(new CollectionSpec("check.things.others", Set.of("name"), Set.of(), Set.of()));
        things.insert(named("1", "a"));
        Document other = others.insert(named("1", "a"));
        things.insert(named("2", "b"));
        Expect.equal("delete in one", true, things.delete("1"));
        Expect.equal("document of the other", Optional.of(other), others.get("name", "a"));
        Expect.equal("count of one", 1L, things.count(DocumentQuery.ALL));
        Expect.equal("count of the other", 1L, others.count(DocumentQuery.ALL));
    }

    private static void fieldsAdded(CheckContext context) {
        Document old = things(context).insert(named("1", "old"));
        CollectionSpec more = new CollectionSpec(
                Documents.SPEC.name(), Set.of("name", "serial"), Set.of("label", "owner", "place"), Set.of("modified"));
        DocumentCollection extended = context.documents().collection(more);
        extended.insert(document("2", Map.of("place", List.of("here")), Map.of("modified", 5L)));
        context.space().reopen();
        extended = context.documents().collection(more);
        Expect.equal(
                "ids by the new number, the one without it last",
                List.of("2", "1"),
                extended.find(DocumentQuery.ALL.ascending("modified")).items().stream()
                        .map(Document::id)
                        .toList());
        Condition here = new Condition.Equal("place", "here");
        Expect.equal("count by the new field", 1L, extended.count(DocumentQuery.where(here)));
        extended.replace(document("1", Map.of("place", List.of("here")), Map.of()), old.revision());
        Expect.equal("count after the old one was replaced", 2L, extended.count(DocumentQuery.where(here)));
    }

    private static void uniqueAdded(CheckContext context) {
        DocumentCollection things = things(context);
        things.insert(named("1", "a"));
        InvalidQueryException e = Expect.failure(
                InvalidQueryException.class,
                "a specification with owner as a new unique field",
                () -> context.documents()
                        .collection(new CollectionSpec(
                                Documents.SPEC.name(), Set.of("name", "owner"), Set.of("label"), Set.of("rank"))));
        Expect.that(e.getMessage().contains("owner"), "the message does not name the field: " + e.getMessage());
        Expect.equal("count", 1L, things.count(DocumentQuery.ALL));
        things.insert(named("2", "b"));
    }

    private static void bodies(CheckContext context) {
        DocumentCollection things = things(context);
        List<String> bodies = List.of(
                "{}",
                "{ \"a\" : 1.0,\n\t\"b\": 1e400, \"c\": 12345678901234567890123456789 }",
                "{\"a\":1,\"a\":2,\"_id\":3,\"$set\":{\"x.y\":null},\"\":[]}",
                "{\"text\":\"\u00fc \ud83d\ude00 \\ud83d \\u0000\\/\"}  ");
        for (int i = 0; i < bodies.size(); i++) {
            things.insert(Documents.body(Integer.toString(i), bodies.get(i)));
        }
        for (int i = 0; i < bodies.size(); i++) {
            Expect.equal(
                    "body " + i,
                    bodies.get(i),
                    things.get(Integer.toString(i)).orElseThrow().body());
            Expect.equal(
                    "body " + i + " of all",
                    bodies.get(i),
                    things.find(DocumentQuery.ALL).items().get(i).body());
        }
    }

    private static void largeBody(CheckContext context) {
        DocumentCollection things = things(context);
        String body = "{\"large\":\"" + "\u00fc".repeat(2_000_000) + "\"}";
        things.insert(Documents.body("large", body));
        Expect.that(things.get("large").orElseThrow().body().equals(body), "the body is not what was stored");
        things.replace(Documents.body("large", body + " "), 1);
        context.space().reopen();
        Expect.that(things(context).get("large").orElseThrow().body().equals(body + " "), "the body is not kept");
    }

    private static void anyCharacters(CheckContext context) {
        DocumentCollection things = things(context);
        for (String name : TextChecks.NAMES) {
            things.insert(document(
                    name,
                    Map.of("name", List.of(name), "label", List.of(name, "all"), "owner", List.of(name)),
                    Map.of()));
        }
        Expect.equal("count", (long) TextChecks.NAMES.size(), things.count(DocumentQuery.ALL));
        for (String name : TextChecks.NAMES) {
            Document expected = things.get(name).orElse(null);
            Expect.equal("id", name, expected == null ? null : expected.id());
            Expect.equal("document by name", Optional.of(expected), things.get("name", name));
            for (String field : List.of("name", "label", "owner")) {
                DocumentQuery query = DocumentQuery.where(new Condition.Equal(field, name));
                Expect.equal(
                        "documents by " + field,
                        List.of(expected),
                        things.find(query).items());
                Expect.equal("count by " + field, 1L, things.count(query));
            }
        }
        for (String name : TextChecks.NAMES) {
            Expect.equal("delete", true, things.delete(name));
        }
        Expect.equal("count after all were deleted", 0L, things.count(DocumentQuery.ALL));
    }
}
