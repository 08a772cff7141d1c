package io.graft.persistence.tck.checks;

import static io.graft.persistence.tck.checks.Documents.document;
import static io.graft.persistence.tck.checks.Documents.things;

import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckContext;
import io.graft.persistence.tck.Expect;
import io.graft.persistence.tck.oracle.MemoryDocumentStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Documents by conditions, in orders, in windows; against the oracle. */
public final class QueryChecks {

    private static final String QUERY = "DocumentQuery: conditions all of which must hold; documents that are equal in"
            + " the order, or lack the field (they come last), are ordered by id.";
    private static final List<List<Condition>> CONDITIONS = List.of(
            List.of(),
            List.of(new Condition.Equal("name", "n7")),
            List.of(new Condition.Equal("label", "l1")),
            List.of(new Condition.Equal("label", "nothing")),
            List.of(new Condition.AnyOf("label", Set.of("l0", "l2", "nothing"))),
            List.of(new Condition.AnyOf("label", Set.of())),
            List.of(new Condition.AnyOf("name", Set.of("n1", "n2", "n3"))),
            List.of(new Condition.AllOf("label", Set.of("l0", "l1"))),
            List.of(new Condition.AllOf("label", Set.of("l0", "nothing"))),
            List.of(new Condition.AllOf("label", Set.of())),
            List.of(new Condition.Between("rank", 2, 5)),
            List.of(new Condition.Between("rank", 3, 3)),
            List.of(new Condition.Between("rank", 5, 2)),
            List.of(new Condition.Between("rank", Long.MIN_VALUE, Long.MAX_VALUE)),
            List.of(new Condition.Equal("owner", "o1"), new Condition.AnyOf("label", Set.of("l1", "l2"))),
            List.of(new Condition.Equal("owner", "o0"), new Condition.Between("rank", 0, 4)),
            List.of(new Condition.AllOf("label", Set.of("l0")), new Condition.Equal("label", "l1")),
            List.of(
                    new Condition.Between("created", 0, 1L << 54),
                    new Condition.Between("rank", 1, 6),
                    new Condition.AnyOf("owner", Set.of("o0", "o2"))));

    private QueryChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                Check.of(
                        "documents.query.conditions",
                        "Every kind of condition, alone and with others, finds and counts what meets it",
                        QUERY,
                        QueryChecks::conditions),
                Check.of(
                        "documents.query.sorts",
                        "Documents come in the order of a number, up and down, the ones that lack it last",
                        QUERY,
                        QueryChecks::sorts),
                Check.of(
                        "documents.query.windows",
                        "Windows of every condition in every order join, and have the exact total",
                        "DocumentQuery: offset is how many documents of the selection to pass over, limit how many to"
                                + " return at most.",
                        QueryChecks::windows),
                Check.of(
                        "documents.query.exact-numbers",
                        "Numbers are exact to the last of their 64 bits",
                        "Document.numbers: 64-bit integers.",
                        QueryChecks::exactNumbers),
                Check.of(
                        "documents.query.order-of-ids",
                        "Without another order documents come in the order of their ids",
                        QUERY,
                        QueryChecks::orderOfIds));
    }

    private record Pair(DocumentCollection store, DocumentCollection oracle) {

        static Pair of(CheckContext context) {
            return new Pair(things(context), new MemoryDocumentStore().collection(Documents.SPEC));
        }

        void insert(Document document) {
            Expect.equal("insert of " + document.id(), oracle.insert(document), store.insert(document));
        }

        void same(DocumentQuery query) {
            Expect.equal(query.toString(), oracle.find(query), store.find(query));
            Expect.equal("count of " + query, oracle.count(query), store.count(query));
        }
    }

    private static Pair filled(CheckContext context) {
        Pair pair = Pair.of(context);
        for (int i = 0; i < 60; i++) {
            Map<String, List<String>> texts = new HashMap<>();
            texts.put("name", List.of("n" + i));
            texts.put("owner", List.of("o" + i % 3));
            texts.put("label", i % 4 == 3 ? List.of() : List.of("l" + i % 4, "l" + i % 3));
            Map<String, Long> numbers = new HashMap<>();
            numbers.put("created", (1L << 53) + i / 2);
            if (i % 5 != 0) {
                numbers.put("rank", (i * 7L) % 9);
            }
            pair.insert(document("id " + (i * 37) % 60, texts, numbers));
        }
        return pair;
    }

    private static DocumentQuery where(List<Condition> conditions) {
        return DocumentQuery.where(conditions.toArray(Condition[]::new));
    }

    private static void conditions(CheckContext context) {
        Pair pair = filled(context);
        CONDITIONS.forEach(conditions -> pair.same(where(conditions)));
    }

    private static void sorts(CheckContext context) {
        Pair pair = filled(context);
        for (List<Condition> conditions : CONDITIONS) {
            for (String field : List.of("rank", "created")) {
                pair.same(where(conditions).ascending(field));
                pair.same(where(conditions).descending(field));
            }
        }
    }

    private static void windows(CheckContext context) {
        Pair pair = filled(context);
        for (List<Condition> conditions : CONDITIONS) {
            for (DocumentQuery query : List.of(
                    where(conditions),
                    where(conditions).ascending("rank"),
                    where(conditions).descending("created"))) {
                for (long offset : new long[] {0, 7, 59, 60, 1L << 40}) {
                    pair.same(query.window(offset, 7));
                }
                pair.same(query.window(3, 0));
                pair.same(query.window(3, Integer.MAX_VALUE));
                pair.same(new DocumentQuery(conditions, query.sort(), 2, 5, false));
            }
        }
    }

    private static void exactNumbers(CheckContext context) {
        Pair pair = Pair.of(context);
        long[] numbers = {
            Long.MIN_VALUE,
            Long.MIN_VALUE + 1,
            -(1L << 53) - 1,
            -(1L << 53),
            -1,
            0,
            1,
            (1L << 53),
            (1L << 53) + 1,
            Long.MAX_VALUE - 1,
            Long.MAX_VALUE
        };
        for (int i = 0; i < numbers.length; i++) {
            int from = (i * 5) % numbers.length;
            pair.insert(document("id " + i, Map.of(), Map.of("rank", numbers[from])));
        }
        for (long number : numbers) {
            pair.same(DocumentQuery.where(new Condition.Between("rank", number, number)));
            pair.same(DocumentQuery.where(new Condition.Between("rank", number, Long.MAX_VALUE)));
            pair.same(DocumentQuery.where(new Condition.Between("rank", Long.MIN_VALUE, number)));
        }
        pair.same(DocumentQuery.ALL.ascending("rank"));
        pair.same(DocumentQuery.ALL.descending("rank"));
    }

    private static void orderOfIds(CheckContext context) {
        Pair pair = Pair.of(context);
        for (String id : List.of("b", "a", "B", "", "10", "9", "a b", "ab", "a\0", "\u00e4", "z", "\u65e5", "~", "_")) {
            pair.insert(document(id, Map.of("label", List.of("all")), Map.of("rank", 1L)));
        }
        pair.same(DocumentQuery.ALL);
        pair.same(DocumentQuery.ALL.window(4, 4));
        pair.same(DocumentQuery.ALL.descending("rank"));
        pair.same(DocumentQuery.where(new Condition.Equal("label", "all")));
    }
}
