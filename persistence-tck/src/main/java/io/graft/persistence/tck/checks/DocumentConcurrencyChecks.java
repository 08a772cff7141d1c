package io.graft.persistence.tck.checks;

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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Documents, many threads at once. */
public final class DocumentConcurrencyChecks {

    private static final String ATOMIC = "DocumentCollection: every method is atomic, also among many threads.";
    /** How many events a writer stores at most while it is looked on. */
    private static final int MOST = 10_000;

    private static final Duration LIMIT = Duration.ofSeconds(50);

    private DocumentConcurrencyChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                Check.of(
                        "documents.concurrent.unique-insert",
                        "Of many who insert the same unique value one gets it, the others are told",
                        ATOMIC,
                        DocumentConcurrencyChecks::uniqueInsert),
                Check.of(
                        "documents.concurrent.unique-replace",
                        "Of many who replace their document to have the same unique value one gets it",
                        ATOMIC,
                        DocumentConcurrencyChecks::uniqueReplace),
                Check.of(
                        "documents.concurrent.revisions",
                        "Of many who replace the same revision one succeeds; no replacement is lost",
                        ATOMIC,
                        DocumentConcurrencyChecks::revisions),
                Check.of(
                        "documents.concurrent.half-changes",
                        "A reader sees a document as it was or as it is, never both or neither",
                        ATOMIC,
                        DocumentConcurrencyChecks::halfChanges),
                Check.of(
                        "documents.concurrent.delete-and-replace",
                        "A document that is deleted and replaced at once ends as one of the two says",
                        ATOMIC,
                        DocumentConcurrencyChecks::deleteAndReplace));
    }

    private static void uniqueInsert(CheckContext context) throws Exception {
        DocumentCollection things = things(context);
        AtomicInteger winners = new AtomicInteger();
        AtomicInteger losers = new AtomicInteger();
        Crew crew = Crew.of(context);
        crew.start(16, thread -> {
            for (int i = 0; i < 10; i++) {
                try {
                    things.insert(named(thread + "/" + i, "name " + i));
                    winners.incrementAndGet();
                } catch (DuplicateKeyException e) {
                    losers.incrementAndGet();
                }
            }
        });
        crew.join(LIMIT);
        Expect.equal("number of documents that got one of 10 names", 10, winners.get());
        Expect.equal("number of documents that were refused", 150, losers.get());
        Expect.equal("count", 10L, things.count(DocumentQuery.ALL));
    }

    private static void uniqueReplace(CheckContext context) throws Exception {
        DocumentCollection things = things(context);
        for (int i = 0; i < 12; i++) {
            things.insert(named("id " + i, "name " + i));
        }
        AtomicInteger winners = new AtomicInteger();
        Crew crew = Crew.of(context);
        crew.start(12, thread -> {
            try {
                things.replace(named("id " + thread, "wanted"), 1);
                winners.incrementAndGet();
            } catch (DuplicateKeyException e) {
                Expect.equal("value that is taken", "wanted", e.value());
            }
        });
        crew.join(LIMIT);
        Expect.equal("number of documents that got the name", 1, winners.get());
        Expect.equal("count of the name", 1L, things.count(DocumentQuery.where(new Condition.Equal("name", "wanted"))));
    }

    private static void revisions(CheckContext context) throws Exception {
        DocumentCollection things = things(context);
        things.insert(Documents.document("counter", Map.of(), Map.of("rank", 0L)));
        Crew crew = Crew.of(context);
        crew.start(8, thread -> {
            for (int done = 0; done < 25; done += increment(things) ? 1 : 0) {}
        });
        crew.join(LIMIT);
        Document counter = things.get("counter").orElseThrow();
        Expect.equal("sum of 200 increments", 200L, counter.numbers().get("rank"));
        Expect.equal("revision after 200 replacements", 201L, counter.revision());
    }

    private static boolean increment(DocumentCollection things) {
        Document counter = things.get("counter").orElseThrow();
        long next = counter.numbers().get("rank") + 1;
        try {
            things.replace(Documents.document("counter", Map.of(), Map.of("rank", next)), counter.revision());
            return true;
        } catch (ConflictException e) {
            return false;
        }
    }

    private static void halfChanges(CheckContext context) throws Exception {
        DocumentCollection things = things(context);
        things.insert(named("1", "even"));
        AtomicInteger looks = new AtomicInteger();
        int enough = context.scaled(100);
        DocumentQuery both = DocumentQuery.where(new Condition.AnyOf("name", Set.of("even", "odd")));
        Crew crew = Crew.of(context);
        crew.start(3, thread -> {
            while (looks.get() < enough) {
                Expect.equal(
                        "documents named even or odd",
                        1,
                        things.find(both).items().size());
                Document found = things.get("1").orElseThrow();
                String name = found.revision() % 2 == 1 ? "even" : "odd";
                Expect.equal(
                        "name of revision " + found.revision(),
                        List.of(name),
                        found.texts().get("name"));
                looks.incrementAndGet();
            }
        });
        crew.start(1, thread -> {
            for (long revision = 1; revision <= MOST && looks.get() < enough; revision++) {
                things.replace(named("1", revision % 2 == 1 ? "odd" : "even"), revision);
            }
        });
        crew.join(LIMIT);
    }

    private static void deleteAndReplace(CheckContext context) throws Exception {
        DocumentCollection things = things(context);
        for (int round = 0; round < 30; round++) {
            String id = "id " + round;
            things.insert(named(id, "old " + round));
            String name = "new " + round;
            AtomicBoolean replaced = new AtomicBoolean();
            Crew crew = Crew.of(context);
            crew.start(1, thread -> {
                try {
                    things.replace(named(id, name), 1);
                    replaced.set(true);
                } catch (ConflictException e) {
                    replaced.set(false);
                }
            });
            crew.start(1, thread -> Expect.equal("delete of what is there", true, things.delete(id)));
            crew.join(LIMIT);
            Expect.that(things.get(id).isEmpty(), "a document is there after its deletion; replaced: " + replaced);
            Expect.that(things.get("name", name).isEmpty(), "the name of a deleted document is found");
            Expect.that(things.get("name", "old " + round).isEmpty(), "the old name of a deleted document is found");
        }
        Expect.equal("count", 0L, things.count(DocumentQuery.ALL));
    }
}
