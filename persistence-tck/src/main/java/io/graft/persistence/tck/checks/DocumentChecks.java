package io.graft.persistence.tck.checks;

import static io.graft.persistence.tck.checks.Documents.document;
import static io.graft.persistence.tck.checks.Documents.named;
import static io.graft.persistence.tck.checks.Documents.things;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.ConflictException;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.api.persistence.DuplicateKeyException;
import io.graft.api.persistence.InvalidQueryException;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckContext;
import io.graft.persistence.tck.Expect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Documents one by one: inserted, replaced, deleted; their unique values, revisions and collections. */
public final class DocumentChecks {

    private static final String UNIQUE = "DocumentCollection.insert, replace: DuplicateKeyException if its id or one of"
            + " its unique values is taken; names the field (id for the id) and the value. Nothing was changed.";
    private static final String REVISION = "Document.revision: 1 after the insert, one more after each replacement; set"
            + " by the store, whatever it is passed. DocumentCollection.replace: ConflictException if the stored"
            + " revision is another one, or no document has this id.";
    private static final String FIELDS =
            "DocumentCollection: InvalidQueryException if it has a field that the collection's specification does not name.";
    private static final String LATER = "DocumentStore.collection: a later specification of the same name may add"
            + " fields: they are indexed for the documents written from then on, and for older ones when they are next"
            + " replaced. InvalidQueryException if the collection exists and a unique field is new to it.";
    private static final String BODY = "Rule 8: nothing is interpreted. Document.body: one JSON object as text.";

    private DocumentChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                Check.of(
                        "documents.insert.comes-back",
                        "A document comes back as it was given, by its id and by its unique values, at once",
                        "Rule 2: every call that begins after a change has returned sees the change.",
                        DocumentChecks::comesBack),
                Check.of("documents.insert.id-taken", "An id can be taken once", UNIQUE, DocumentChecks::idTaken),
                Check.of(
                        "documents.unique.taken",
                        "A unique value is one document's; who wants it besides is told field and value",
                        UNIQUE,
                        DocumentChecks::uniqueTaken),
                Check.of(
                        "documents.unique.freed",
                        "A unique value is free again after its document is deleted or has another value",
                        UNIQUE,
                        DocumentChecks::uniqueFreed),
                Check.of(
                        "documents.unique.absent",
                        "Any number of documents may lack a unique value; the empty text is a value",
                        "CollectionSpec.unique: no two documents may share a value; a document may lack the field.",
                        DocumentChecks::uniqueAbsent),
                Check.of(
                        "documents.unique.failed-changes-nothing",
                        "A refused document takes none of its other values and changes no index",
                        UNIQUE,
                        DocumentChecks::failedChangesNothing),
                Check.of(
                        "documents.revision.counts",
                        "Revisions count from 1, whatever is passed",
                        REVISION,
                        DocumentChecks::revisions),
                Check.of(
                        "documents.revision.conflict",
                        "A replacement of another revision than the stored one changes nothing",
                        REVISION,
                        DocumentChecks::conflict),
                Check.of(
                        "documents.replace.indexes",
                        "A replaced document is found by its new values and no longer by the old ones",
                        "Rule 2: every call that begins after a change has returned sees the change.",
                        DocumentChecks::replaceIndexes),
                Check.of(
                        "documents.delete.gone",
                        "A deleted document is found by nothing, and another one may have its id",
                        "DocumentCollection.delete: whether it was there.",
                        DocumentChecks::deleteGone),
                Check.of(
                        "documents.fields.unknown",
                        "A field that the collection does not have is refused by name",
                        FIELDS,
                        DocumentChecks::unknownFields),
                Check.of(
                        "documents.collections.apart",
                        "Collections know nothing of each other",
                        "DocumentStore: named collections.",
                        DocumentChecks::apart),
                Check.of(
                        "documents.collections.fields-added",
                        "A later specification may add fields, also after the store was opened again",
                        LATER,
                        DocumentChecks::fieldsAdded),
                Check.of(
                        "documents.collections.unique-added",
                        "A later specification that adds a unique field is refused",
                        LATER,
                        DocumentChecks::uniqueAdded),
                Check.of(
                        "documents.body.as-given",
                        "A body comes back as its text, uninterpreted",
                        BODY,
                        DocumentChecks::bodies),
                Check.of(
                        "documents.body.large", "A body of some megabytes comes back", BODY, DocumentChecks::largeBody),
                Check.of(
                        "documents.text.any-characters",
                        "Ids, unique values and indexed values of any characters are kept and told apart",
                        "Rule 6: text is Unicode, byte for byte.",
                        DocumentChecks::anyCharacters));
    }

    private static void comesBack(CheckContext context) {
        DocumentCollection things = things(context);
        Document given = new Document(
                "1",
                99,
                Map.of("name", List.of("pump"), "label", List.of("a", "b", "a"), "owner", List.of("me")),
                Map.of("created", 5L, "rank", Long.MIN_VALUE),
                "{\"name\" : \"pump\"}");
        Document stored = given.withRevision(1);
        Expect.equal("what insert returns", stored, things.insert(given));
        Expect.equal("document by id", Optional.of(stored), things.get("1"));
        Expect.equal("document by name", Optional.of(stored), things.get("name", "pump"));
        Expect.equal("document by another name", Optional.empty(), things.get("name", "Pump"));
        Expect.equal("document by a field that it lacks", Optional.empty(), things.get("serial", "pump"));
        Expect.equal(
                "all documents", List.of(stored), things.find(DocumentQuery.ALL).items());
        context.space().reopen();
        Expect.equal(
                "document after reopening", Optional.of(stored), things(context).get("name", "pump"));
    }

    private static void duplicate(String what, String field, String value, java.util.concurrent.Callable<?> call) {
        DuplicateKeyException e = Expect.failure(DuplicateKeyException.class, what, call);
        Expect.equal(what + ": field of the exception", field, e.field());
        Expect.equal(what + ": value of the exception", value, e.value());
    }

    private static void idTaken(CheckContext context) {
        DocumentCollection things = things(context);
        Document first = things.insert(named("1", "a"));
        duplicate("insert with an id that is taken", "id", "1", () -> things.insert(named("1", "b")));
        Expect.equal("document by id", Optional.of(first), things.get("1"));
        Expect.equal("document of the refused name", Optional.empty(), things.get("name", "b"));
        Expect.equal("count", 1L, things.count(DocumentQuery.ALL));
    }

    private static void uniqueTaken(CheckContext context) {
        DocumentCollection things = things(context);
        Document first = things.insert(named("1", "a"));
        Document second = things.insert(document("2", Map.of("serial", List.of("a")), Map.of()));
        duplicate("insert with a name that is taken", "name", "a", () -> things.insert(named("3", "a")));
        duplicate("replace with a name that is taken", "name", "a", () -> things.replace(named("2", "a"), 1));
        Expect.equal(
                "documents",
                List.of(first, second),
                things.find(DocumentQuery.ALL).items());
        Expect.equal("own name again", 2L, things.replace(named("1", "a"), 1).revision());
        things.insert(named("4", "A"));
        things.insert(named("5", "a "));
        Expect.equal("count", 4L, things.count(DocumentQuery.ALL));
    }

    private static void uniqueFreed(CheckContext context) {
        DocumentCollection things = things(context);
        things.insert(named("1", "a"));
        things.delete("1");
        things.insert(named("2", "a"));
        things.replace(named("2", "b"), 1);
        Document third = things.insert(named("3", "a"));
        Expect.equal("document by the name that was freed twice", Optional.of(third), things.get("name", "a"));
        things.replace(document("3", Map.of(), Map.of()), 1);
        Expect.equal("document by the name that was given up", Optional.empty(), things.get("name", "a"));
        things.insert(named("4", "a"));
    }

    private static void uniqueAbsent(CheckContext context) {
        DocumentCollection things = things(context);
        for (int i = 0; i < 5; i++) {
            things.insert(document("none " + i, Map.of(), Map.of()));
        }
        things.insert(named("empty", ""));
        duplicate("insert with the empty name, which is taken", "name", "", () -> things.insert(named("other", "")));
        Expect.equal(
                "id of the document by the empty name",
                "empty",
                things.get("name", "").map(Document::id).orElse(""));
        Expect.equal("count", 6L, things.count(DocumentQuery.ALL));
    }

    private static void failedChangesNothing(CheckContext context) {
        DocumentCollection things = things(context);
        things.insert(document("1", Map.of("serial", List.of("s1")), Map.of()));
        Map<String, List<String>> texts =
                Map.of("name", List.of("n"), "serial", List.of("s1"), "label", List.of("l"), "owner", List.of("o"));
        duplicate("insert", "serial", "s1", () -> things.insert(document("2", texts, Map.of("rank", 1L))));
        Expect.equal("document by the refused one's name", Optional.empty(), things.get("name", "n"));
        for (Condition condition : List.of(
                new Condition.Equal("label", "l"),
                new Condition.Equal("owner", "o"),
                new Condition.Equal("name", "n"),
                new Condition.Between("rank", 0, 2))) {
            Expect.equal("count where " + condition, 0L, things.count(DocumentQuery.where(condition)));
        }
        things.insert(document("2", Map.of("name", List.of("n")), Map.of()));
        duplicate("replace", "serial", "s1", () -> things.replace(document("2", texts, Map.of()), 1));
        Expect.equal("count of label l", 0L, things.count(DocumentQuery.where(new Condition.Equal("label", "l"))));
        Expect.equal("revision", 1L, things.get("2").orElseThrow().revision());
    }

    private static void revisions(CheckContext context) {
        DocumentCollection things = things(context);
        Expect.equal(
                "revision after insert",
                1L,
                things.insert(named("1", "a").withRevision(7)).revision());
        for (long revision = 1; revision < 6; revision++) {
            Document next = things.replace(named("1", "a" + revision).withRevision(40), revision);
            Expect.equal("revision that replace returns", revision + 1, next.revision());
            Expect.equal("document by id", Optional.of(next), things.get("1"));
        }
        things.delete("1");
        Expect.equal(
                "revision after delete and insert",
                1L,
                things.insert(named("1", "a")).revision());
    }

    private static void conflict(CheckContext context) {
        DocumentCollection things = things(context);
        things.insert(named("1", "a"));
        Document stored = things.replace(named("1", "b"), 1);
        for (long revision : new long[] {0, 1, 3, -1, Long.MAX_VALUE}) {
            Expect.failure(
                    ConflictException.class,
                    "replace of revision " + revision + " where 2 is stored",
                    () -> things.replace(named("1", "c"), revision));
        }
        Expect.failure(
                ConflictException.class,
                "replace of a document that is not there",
                () -> things.replace(named("none", "c"), 1));
        Expect.failure(
                ConflictException.class,
                "replace of revision 0 of a document that is not there",
                () -> things.replace(named("none", "c"), 0));
        Expect.equal(
                "all documents", List.of(stored), things.find(DocumentQuery.ALL).items());
        Expect.equal("document by the refused name", Optional.empty(), things.get("name", "c"));
    }

    private static void replaceIndexes(CheckContext context) {
        DocumentCollection things = things(context);
        things.insert(document("1", Map.of("label", List.of("a", "b"), "name", List.of("x")), Map.of("rank", 1L)));
        things.replace(document("1", Map.of("label", List.of("b", "c"), "name", List.of("y")), Map.of("rank", 2L)), 1);
        Map<Condition, Long> counts = Map.of(
                new Condition.Equal("label", "a"), 0L,
                new Condition.Equal("label", "b"), 1L,
                new Condition.Equal("label", "c"), 1L,
                new Condition.Equal("name", "x"), 0L,
                new Condition.Equal("name", "y"), 1L,
                new Condition.Between("rank", 1, 1), 0L,
                new Condition.Between("rank", 2, 2), 1L);
        counts.forEach((condition, count) -> {
            Expect.equal("count where " + condition, count, things.count(DocumentQuery.where(condition)));
            Expect.equal(
                    "documents where " + condition,
                    count.intValue(),
                    things.find(DocumentQuery.where(condition)).items().size());
        });
        Expect.equal("document by its old name", Optional.empty(), things.get("name", "x"));
    }

    private static void deleteGone(CheckContext context) {
        DocumentCollection things = things(context);
        things.insert(document("1", Map.of("label", List.of("a"), "name", List.of("x")), Map.of("rank", 1L)));
        Expect.equal("delete", true, things.delete("1"));
        Expect.equal("delete again", false, things.delete("1"));
        Expect.equal("document by id", Optional.empty(), things.get("1"));
        Expect.equal("document by name", Optional.empty(), things.get("name", "x"));
        Expect.equal("count of its label", 0L, things.count(DocumentQuery.where(new Condition.Equal("label", "a"))));
        Expect.equal("count of its rank", 0L, things.count(DocumentQuery.where(new Condition.Between("rank", 0, 9))));
        Expect.equal(
                "documents by rank",
                List.of(),
                things.find(DocumentQuery.ALL.ascending("rank")).items());
        Document next = things.insert(named("1", "x"));
        Expect.equal(
                "all documents", List.of(next), things.find(DocumentQuery.ALL).items());
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
