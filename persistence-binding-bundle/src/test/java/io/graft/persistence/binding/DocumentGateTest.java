package io.graft.persistence.binding;

import static io.graft.persistence.binding.ScriptedStore.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.persistence.tck.oracle.MemoryDocumentStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DocumentGateTest {

    private static final CollectionSpec THINGS = new CollectionSpec("things", Set.of(), Set.of(), Set.of());

    private final DocumentGate gate =
            new DocumentGate("core-metadata", "documents", List.of(THINGS), new TestMetrics());
    private final MemoryDocumentStore store = new MemoryDocumentStore();
    private final ExecutorService clients = Executors.newCachedThreadPool();

    @AfterEach
    void stop() throws InterruptedException {
        gate.close();
        clients.shutdownNow();
        assertThat(clients.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aChangeThatReadsFirstStaysOnOneStoreWhateverIsBoundMeanwhile() {
        gate.bind(store, named("a"));
        MemoryDocumentStore better = new MemoryDocumentStore();
        put(store, "counter", "{\"n\":1}");
        put(better, "counter", "{\"n\":7}");

        gate.<Void>change(() -> {
            Document read = gate.call("get", s -> things(s).get("counter")).orElseThrow();
            gate.bind(better, Map.of("persistence.provider", "b", "service.ranking", 1));
            assertThat(gate.provider()).contains("b");
            gate.change("replace", s -> things(s).replace(document("counter", "{\"n\":2}"), read.revision()));
            assertThat(gate.<Optional<Document>>call("get", s -> things(s).get("counter")))
                    .get()
                    .extracting(Document::body)
                    .isEqualTo("{\"n\":2}");
            return null;
        });

        assertThat(things(store).get("counter"))
                .get()
                .extracting(Document::body)
                .isEqualTo("{\"n\":2}");
        assertThat(gate.<Optional<Document>>call("get", s -> things(s).get("counter")))
                .get()
                .extracting(Document::body)
                .isEqualTo("{\"n\":7}");
    }

    @Test
    void aStoreIsLetGoOnlyAfterTheChangeHasEnded() throws Exception {
        gate.bind(store, named("a"));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Future<?> change = clients.submit(() -> gate.change(() -> {
            inside.countDown();
            return waitFor(leave);
        }));
        waitFor(inside);
        Future<?> unbinding = clients.submit(() -> gate.unbind(store));
        await().until(() -> gate.provider().isEmpty());

        assertThat(unbinding.isDone()).isFalse();
        leave.countDown();
        change.get(10, TimeUnit.SECONDS);
        unbinding.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aFenceWaitsForRunningChangesAndKeepsOthersOutButNotReaders() throws Exception {
        gate.bind(store, named("a"));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Future<?> change = clients.submit(() -> gate.change(() -> {
            inside.countDown();
            waitFor(leave);
            return gate.change("insert", s -> things(s).insert(document("late", "{}")));
        }));
        waitFor(inside);
        assertThatThrownBy(() -> gate.fence(Duration.ofMillis(1)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("a change is running");
        leave.countDown();
        change.get(10, TimeUnit.SECONDS);

        gate.timeouts(Duration.ofMillis(1), Duration.ofSeconds(5));
        try (Fence fence = gate.fence(Duration.ofSeconds(10))) {
            assertThat(fence).isNotNull();
            Future<?> refused =
                    clients.submit(() -> gate.change("insert", s -> things(s).insert(document("never", "{}"))));
            assertThatThrownBy(() -> refused.get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("its documents are being moved");
            Future<Boolean> read = clients.submit(
                    () -> gate.call("get", s -> things(s).get("late")).isPresent());
            assertThat(read.get(10, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(things(store).get("never")).isEmpty();
        gate.change("insert", s -> things(s).insert(document("after", "{}")));
        assertThat(things(store).get("after")).isPresent();
    }

    @Test
    void aChangeWithoutAStoreIsRefusedBeforeItsFirstStep() {
        gate.timeouts(Duration.ofMillis(1), Duration.ofSeconds(5));

        assertThatThrownBy(() -> gate.change(() -> {
                    throw new AssertionError("the action must not begin");
                }))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("core-metadata has no store");
        assertThat(gate.collections()).containsExactly(THINGS);
    }

    private static DocumentCollection things(DocumentStore store) {
        return store.collection(THINGS);
    }

    private static void put(DocumentStore store, String id, String body) {
        things(store).insert(document(id, body));
    }

    private static Document document(String id, String body) {
        return new Document(id, 0, Map.of(), Map.of(), body);
    }

    private static boolean waitFor(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
