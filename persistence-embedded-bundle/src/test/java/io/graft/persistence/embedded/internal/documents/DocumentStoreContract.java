package io.graft.persistence.embedded.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.ConflictException;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.DuplicateKeyException;
import io.graft.api.persistence.InvalidQueryException;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every document store has to do. A provider's test extends this and says how its store is opened. */
abstract class DocumentStoreContract {

    private static final int STEPS = Integer.getInteger("graft.model.steps", 3_000);

    private DocumentStore store;
    private DocumentCollection things;

    /** Opens the store with what it held before. */
    protected abstract DocumentStore open() throws Exception;

    /** Closes the store that was opened last. */
    protected abstract void close() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
        things = store.collection(DocumentModel.SPEC);
    }

    @AfterEach
    void closeStore() throws Exception {
        close();
    }

    @Test
    void behavesLikeItsModelWhateverIsDone() throws Exception {
        long seed = System.nanoTime();
        try {
            Random random = new Random(seed);
            DocumentModel model = new DocumentModel(random);
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> insert(model);
                    case 3 -> replace(model, random);
                    case 4 -> {
                        String id = model.randomId();
                        assertThat(things.delete(id)).isEqualTo(model.documents.remove(id) != null);
                    }
                    default -> query(model);
                }
                if (random.nextInt(STEPS / 5) == 0) {
                    reopen();
                }
            }
        } catch (Exception | AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private void insert(DocumentModel model) {
        Document document = model.randomDocument();
        String collision = model.collision(document, true);
        if (collision == null) {
            Document stored = things.insert(document);
            assertThat(stored).isEqualTo(document.withRevision(1));
            model.documents.put(document.id(), stored);
        } else {
            assertThat(catchThrowableOfType(DuplicateKeyException.class, () -> things.insert(document))
                            .field())
                    .isEqualTo(collision);
        }
    }

    private void replace(DocumentModel model, Random random) {
        Document document = model.randomDocument();
        Document existing = model.documents.get(document.id());
        long revision = existing != null && random.nextInt(4) > 0 ? existing.revision() : random.nextInt(5);
        if (existing == null || existing.revision() != revision) {
            assertThatThrownBy(() -> things.replace(document, revision)).isInstanceOf(ConflictException.class);
        } else if (model.collision(document, false) != null) {
            assertThatThrownBy(() -> things.replace(document, revision)).isInstanceOf(DuplicateKeyException.class);
        } else {
            Document stored = things.replace(document, revision);
            assertThat(stored).isEqualTo(document.withRevision(revision + 1));
            model.documents.put(document.id(), stored);
        }
        assertThat(things.get(document.id())).isEqualTo(Optional.ofNullable(model.documents.get(document.id())));
    }

    private void query(DocumentModel model) {
        DocumentQuery query = model.randomQuery();
        List<Document> all = model.find(query);
        var page = things.find(query);
        assertThat(page.total()).hasValue(all.size());
        assertThat(page.items())
                .isEqualTo(
                        all.stream().skip(query.offset()).limit(query.limit()).toList());
        assertThat(things.count(query)).isEqualTo(all.size());
        if (!all.isEmpty() && all.get(0).texts().containsKey("name")) {
            assertThat(things.get("name", all.get(0).texts().get("name").get(0)))
                    .contains(all.get(0));
        }
    }

    @Test
    void aTakenUniqueValueIsNamed() {
        things.insert(named("1", "pump"));
        DuplicateKeyException taken =
                catchThrowableOfType(DuplicateKeyException.class, () -> things.insert(named("2", "pump")));
        assertThat(taken.field()).isEqualTo("name");
        assertThat(taken.value()).isEqualTo("pump");
        assertThat(things.count(DocumentQuery.ALL)).isOne();
        things.delete("1");
        things.insert(named("2", "pump"));
    }

    @Test
    void ofManyWhoWantTheSameNameOneGetsIt() throws Exception {
        AtomicInteger winners = new AtomicInteger();
        AtomicInteger losers = new AtomicInteger();
        inParallel(32, thread -> {
            for (int i = 0; i < 10; i++) {
                try {
                    things.insert(named(thread + "/" + i, "name " + i));
                    winners.incrementAndGet();
                } catch (DuplicateKeyException e) {
                    losers.incrementAndGet();
                }
            }
        });
        assertThat(winners).hasValue(10);
        assertThat(losers).hasValue(310);
        assertThat(things.count(DocumentQuery.ALL)).isEqualTo(10);
    }

    @Test
    void noReplacementIsLostAmongManyWriters() throws Exception {
        things.insert(new Document("counter", 0, Map.of(), Map.of("created", 0L), "{}"));
        inParallel(16, thread -> {
            for (int i = 0; i < 10; i++) {
                while (!increment()) {
                    Thread.onSpinWait();
                }
            }
        });
        Document counter = things.get("counter").orElseThrow();
        assertThat(counter.numbers()).containsEntry("created", 160L);
        assertThat(counter.revision()).isEqualTo(161);
    }

    private boolean increment() {
        Document counter = things.get("counter").orElseThrow();
        try {
            things.replace(
                    new Document(
                            "counter",
                            0,
                            Map.of(),
                            Map.of("created", counter.numbers().get("created") + 1),
                            "{}"),
                    counter.revision());
            return true;
        } catch (ConflictException e) {
            return false;
        }
    }

    @Test
    void readersNeverSeeHalfAChange() throws Exception {
        things.insert(named("1", "even"));
        ExecutorService readers = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int reader = 0; reader < 4; reader++) {
                done.add(readers.submit(() -> {
                    for (int i = 0; i < 300; i++) {
                        assertThat(things.find(DocumentQuery.where(new Condition.AnyOf("name", Set.of("even", "odd"))))
                                        .items())
                                .hasSize(1);
                    }
                }));
            }
            for (int i = 0; i < 100; i++) {
                things.replace(named("1", i % 2 == 0 ? "odd" : "even"), i + 1L);
            }
            for (Future<?> future : done) {
                future.get();
            }
        } finally {
            readers.shutdownNow();
        }
    }

    @Test
    void fieldsThatTheCollectionDoesNotHaveAreRefused() {
        assertThatThrownBy(() -> things.insert(new Document("1", 0, Map.of("color", List.of("red")), Map.of(), "{}")))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("color");
        assertThatThrownBy(() -> things.insert(new Document("1", 0, Map.of(), Map.of("size", 1L), "{}")))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("size");
        assertThatThrownBy(() -> things.insert(new Document("1", 0, Map.of("name", List.of("a", "b")), Map.of(), "{}")))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("name");
        assertThatThrownBy(() -> things.get("label", "a")).isInstanceOf(InvalidQueryException.class);
        assertThatThrownBy(() -> things.find(DocumentQuery.ALL.ascending("name")))
                .isInstanceOf(InvalidQueryException.class);
        assertThatThrownBy(() -> things.count(DocumentQuery.where(new Condition.Equal("created", "1"))))
                .isInstanceOf(InvalidQueryException.class);
        assertThat(things.count(DocumentQuery.ALL)).isZero();
    }

    @Test
    void aLaterSpecificationMayAddFields() throws Exception {
        things.insert(named("1", "old"));
        CollectionSpec more =
                new CollectionSpec(DocumentModel.SPEC.name(), Set.of("name"), Set.of("place"), Set.of("modified"));
        DocumentCollection extended = store.collection(more);
        extended.insert(new Document("2", 0, Map.of("place", List.of("here")), Map.of("modified", 5L), "{}"));
        reopen();
        extended = store.collection(more);
        assertThat(extended.find(DocumentQuery.ALL.ascending("modified")).items())
                .extracting(Document::id)
                .containsExactly("2", "1");
        assertThat(extended.count(DocumentQuery.where(new Condition.Equal("place", "here"))))
                .isOne();
        things.insert(named("3", "by the earlier handle"));
        assertThatThrownBy(() -> store.collection(
                        new CollectionSpec(DocumentModel.SPEC.name(), Set.of("owner"), Set.of(), Set.of())))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("owner");
    }

    @Test
    void collectionsKnowNothingOfEachOther() {
        DocumentCollection others =
                store.collection(new CollectionSpec("test.others", Set.of("name"), Set.of(), Set.of()));
        things.insert(named("1", "a"));
        others.insert(named("1", "a"));
        assertThat(things.delete("1")).isTrue();
        assertThat(others.get("1")).isPresent();
    }

    @Test
    void aLargeDocumentComesBack() throws Exception {
        String body = "{\"large\":\"" + "ü".repeat(12 << 20) + "\"}";
        things.insert(new Document("large", 0, Map.of(), Map.of(), body));
        assertThat(things.get("large").orElseThrow().body().equals(body)).isTrue();
        reopen();
        assertThat(things.get("large").orElseThrow().body().equals(body)).isTrue();
    }

    @Test
    void aClosedStoreSaysSo() throws Exception {
        close();
        for (Runnable call : List.<Runnable>of(
                () -> things.insert(named("1", "a")), () -> things.get("1"), () -> things.find(DocumentQuery.ALL))) {
            assertThat(catchThrowableOfType(StoreUnavailableException.class, call::run)
                            .reason())
                    .isEqualTo(Reason.CLOSED);
        }
    }

    @Test
    void anInterruptedCallerDoesNoHarm() throws Exception {
        things.insert(named("1", "a"));
        inParallel(8, thread -> {
            Thread.currentThread().interrupt();
            things.insert(named("by " + thread, "name " + thread));
            assertThat(things.get("1")).isPresent();
            assertThat(Thread.interrupted()).isTrue();
        });
        reopen();
        assertThat(things.count(DocumentQuery.ALL)).isEqualTo(9);
    }

    private void reopen() throws Exception {
        close();
        openStore();
    }

    private static Document named(String id, String name) {
        return new Document(id, 0, Map.of("name", List.of(name)), Map.of(), "{\"name\":\"" + name + "\"}");
    }

    private interface Task {
        void run(int thread) throws StoreException;
    }

    private static void inParallel(int threads, Task task) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                done.add(executor.submit(() -> task.run(thread)));
            }
            for (Future<?> future : done) {
                future.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
