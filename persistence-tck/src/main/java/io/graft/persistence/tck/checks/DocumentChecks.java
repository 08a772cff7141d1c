package io.graft.persistence.tck.checks;

import static io.graft.persistence.tck.checks.Documents.document;
import static io.graft.persistence.tck.checks.Documents.named;
import static io.graft.persistence.tck.checks.Documents.things;

import io.graft.api.persistence.ConflictException;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.api.persistence.DuplicateKeyException;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckContext;
import io.graft.persistence.tck.Expect;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Documents one by one: inserted, replaced, deleted; their unique values and revisions. */
public final class DocumentChecks {

    private static final String UNIQUE = "DocumentCollection.insert, replace: DuplicateKeyException if its id or one of"
            + " its unique values is taken; names the field (id for the id) and the value. Nothing was changed.";
    private static final String REVISION = "Document.revision: 1 after the insert, one more after each replacement; set"
            + " by the store, whatever it is passed. DocumentCollection.replace: ConflictException if the stored"
            + " revision is another one, or no document has this id.";

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
                        DocumentChecks::deleteGone));
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
}
