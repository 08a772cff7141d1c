package io.graft.persistence.binding.internal.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.DuplicateKeyException;
import io.graft.persistence.binding.Fence;
import io.graft.persistence.binding.MigrationRequest.Existing;
import io.graft.persistence.binding.MigrationStatus;
import io.graft.persistence.binding.MigrationStatus.Phase;
import io.graft.persistence.binding.StoreKind;
import io.graft.persistence.tck.oracle.MemoryDocumentStore;
import io.graft.persistence.tck.oracle.RandomDocuments;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents are moved from one store to another while they are changed. */
class DocumentMigrationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final CollectionSpec OTHERS = new CollectionSpec("test.others", Set.of("name"), Set.of(), Set.of());

    private static final long CLIENT_PAUSE_NANOS = 200_000;

    private final long seed = System.nanoTime();
    private final MemoryDocumentStore a = new MemoryDocumentStore();
    private final MemoryDocumentStore b = new MemoryDocumentStore();
    private final StoreDirectory<DocumentStore> directory = new StoreDirectory<>("documents");
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
    private volatile String provider = "a";
    private volatile Consumer<String> beforeBinding = name -> {};
    private Migration migration;

    @TempDir
    private Path folder;

    private final DocumentTraffic service = new DocumentTraffic() {
        @Override
        public Optional<String> provider() {
            return Optional.of(provider);
        }

        @Override
        public List<CollectionSpec> collections() {
            return List.of(RandomDocuments.SPEC, OTHERS);
        }

        @Override
        public Fence fence(Duration timeout) {
            gate.writeLock().lock();
            return gate.writeLock()::unlock;
        }
    };

    private final Home home = new Home() {
        @Override
        public Optional<String> provider() {
            return Optional.of(provider);
        }

        @Override
        public void bind(String name) {
            beforeBinding.accept(name);
            provider = name;
        }

        @Override
        public Mover there(MigrationState state, Work work, Runnable onSettled) {
            return new DocumentMover(
                    work,
                    () -> service,
                    directory.endpoint(state.from()),
                    directory.endpoint(state.to()),
                    new Extras(state.existing(), onSettled));
        }

        @Override
        public Mover back(MigrationState state, Work work) {
            return new DocumentMover(
                    work,
                    () -> service,
                    directory.endpoint(state.to()),
                    directory.endpoint(state.from()),
                    Extras.own());
        }
    };

    @BeforeEach
    void stores() {
        add("a", a);
        add("b", b);
    }

    @AfterEach
    void stop() {
        if (migration != null) {
            migration.shutDown();
        }
    }

    @Test
    void movesAllCollections() {
        fill(a, 450);
        others(a).insert(document("x", "same", "{\"n\":1}"));

        MigrationStatus status = migrate(Existing.REFUSE);

        assertThat(status.phase()).as("%s", status).isEqualTo(Phase.DONE);
        assertThat(provider).isEqualTo("b");
        assertThat(status.copied()).isEqualTo(status.total()).isEqualTo(451);
        assertSame();
    }

    @Test
    void whatIsChangedMeanwhileIsThereWhenTheBindingChangesAndOnTheWayBack() throws Exception {
        fill(a, 100);
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger flips = new AtomicInteger();
        beforeBinding = name -> {
            assertSame();
            flips.incrementAndGet();
        };
        Thread client = new Thread(() -> traffic(enough), "client");
        client.start();
        try {
            migration = create(Existing.REFUSE);
            migration.start();
            awaitPhase(Phase.DONE);
            migration.rollback();
            awaitPhase(Phase.ROLLED_BACK);
        } finally {
            enough.set(true);
            client.join();
        }
        assertThat(flips.get()).as("seed %d", seed).isEqualTo(2);
        assertThat(provider).isEqualTo("a");
    }

    private void traffic(AtomicBoolean enough) {
        RandomDocuments world = new RandomDocuments(new Random(seed));
        Random random = new Random(seed + 1);
        while (!enough.get()) {
            gate.readLock().lock();
            try {
                DocumentCollection things = things(provider.equals("a") ? a : b);
                Document document = world.next();
                Optional<Document> there = things.get(document.id());
                if (random.nextInt(3) == 0) {
                    things.delete(document.id());
                } else if (there.isPresent()) {
                    things.replace(document, there.get().revision());
                } else {
                    things.insert(document);
                }
            } catch (DuplicateKeyException e) {
                // a unique value is taken: nothing was changed
            } finally {
                gate.readLock().unlock();
            }
            LockSupport.parkNanos(CLIENT_PAUSE_NANOS);
        }
    }

    @Test
    void uniqueValuesThatHaveChangedPlacesAreNoObstacle() {
        others(a).insert(document("1", "two", "{}"));
        others(a).insert(document("2", "three", "{}"));
        others(a).insert(document("3", "one", "{}"));
        others(b).insert(document("1", "one", "{}"));
        others(b).insert(document("2", "two", "{}"));
        others(b).insert(document("3", "three", "{}"));
        others(b).insert(document("4", "four", "{}"));

        assertThat(migrate(Existing.REPLACE).phase()).isEqualTo(Phase.DONE);
        assertSame();
    }

    @Test
    void otherDocumentsAreRefusedAndLeftAlone() {
        others(a).insert(document("1", "one", "{}"));
        others(b).insert(document("2", "two", "{}"));

        MigrationStatus status = migrate(Existing.REFUSE);

        assertThat(status.phase()).isEqualTo(Phase.FAILED);
        assertThat(status.message()).contains("provider b holds other documents of test.others already, e.g. id 2");
        assertThat(others(b).get("2")).isPresent();
        assertThat(provider).isEqualTo("a");
    }

    @Test
    void otherDocumentsStayWhenMerged() {
        others(a).insert(document("1", "one", "{}"));
        others(b).insert(document("2", "two", "{}"));

        assertThat(migrate(Existing.MERGE).phase()).isEqualTo(Phase.DONE);
        assertThat(others(b).count(DocumentQuery.ALL)).isEqualTo(2);
    }

    @Test
    void aMergeThatWouldGiveAUniqueValueTwiceNamesBothDocuments() {
        others(a).insert(document("1", "one", "{}"));
        others(b).insert(document("2", "one", "{}"));

        MigrationStatus status = migrate(Existing.MERGE);

        assertThat(status.phase()).isEqualTo(Phase.FAILED);
        assertThat(status.message()).contains("with name 'one', id 2").contains("has id 1");
        assertThat(others(b).get("2")).isPresent();
    }

    @Test
    void aTargetThatAltersADocumentIsFoundOut() {
        others(a).insert(document("1", "one", "{\"n\": 1}"));
        directory.remove(b);
        add("b", Hooked.store(DocumentStore.class, b, call -> {
            DocumentCollection real = (DocumentCollection) call.proceed();
            return Hooked.store(
                    DocumentCollection.class,
                    real,
                    inner -> inner.is("insert") || inner.is("replace")
                            ? altered(real, (Document) inner.arguments().get(0))
                            : inner.proceed());
        }));

        MigrationStatus status = migrate(Existing.REFUSE);

        assertThat(status.phase()).isEqualTo(Phase.FAILED);
        assertThat(status.message()).contains("does not give back the documents of test.others");
        assertThat(provider).isEqualTo("a");
    }

    private static Document altered(DocumentCollection real, Document document) {
        Document other = new Document(
                document.id(), document.revision(), document.texts(), document.numbers(), document.body() + " ");
        return real.get(document.id())
                .map(there -> real.replace(other, there.revision()))
                .orElseGet(() -> real.insert(other));
    }

    @Test
    void aTargetThatFailsForATimeIsWaitedFor() {
        fill(a, 100);
        AtomicInteger calls = new AtomicInteger();
        directory.remove(b);
        add("b", Hooked.store(DocumentStore.class, b, call -> {
            int n = calls.incrementAndGet();
            if (n == 2 || n == 7 || n == 20) {
                throw TestService.away("connection refused");
            }
            return call.proceed();
        }));

        assertThat(migrate(Existing.REFUSE).phase()).isEqualTo(Phase.DONE);
        assertThat(calls.get()).isGreaterThan(20);
        assertSame();
    }

    private MigrationStatus migrate(Existing existing) {
        migration = create(existing);
        migration.start();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> migration.status().phase().over());
        return migration.status();
    }

    private void awaitPhase(Phase phase) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            MigrationStatus status = migration.status();
            assertThat(status.phase()).as("%s, seed %d", status, seed).isNotEqualTo(Phase.FAILED);
            return status.phase() == phase;
        });
    }

    private Migration create(Existing existing) {
        MigrationState state = new MigrationState(
                "core-metadata",
                "documents",
                StoreKind.DOCUMENTS,
                "a",
                "b",
                Phase.COPYING,
                false,
                0,
                Duration.ofHours(1),
                existing,
                false,
                Instant.now(),
                Optional.empty(),
                Optional.empty(),
                MigrationState.Counters.NONE,
                "begins");
        return new Migration(new Ledger(StateFile.in(folder, "core-metadata", "documents"), state), home);
    }

    private void add(String name, DocumentStore store) {
        directory.add(store, Map.of("persistence.provider", name));
    }

    private void fill(MemoryDocumentStore store, int documents) {
        for (int i = 0; i < documents; i++) {
            things(store)
                    .insert(new Document(
                            "id" + i,
                            0,
                            Map.of("name", List.of("n" + i), "label", List.of("x", "y")),
                            Map.of("created", (long) i),
                            "{\"n\":" + i + "}"));
        }
    }

    private void assertSame() {
        for (CollectionSpec spec : service.collections()) {
            assertThat(all(a, spec)).as("seed %d", seed).isEqualTo(all(b, spec));
        }
    }

    private static List<Document> all(MemoryDocumentStore store, CollectionSpec spec) {
        return store.collection(spec).find(DocumentQuery.ALL).items().stream()
                .map(document -> document.withRevision(0))
                .toList();
    }

    private static DocumentCollection things(MemoryDocumentStore store) {
        return store.collection(RandomDocuments.SPEC);
    }

    private static DocumentCollection others(MemoryDocumentStore store) {
        return store.collection(OTHERS);
    }

    private static Document document(String id, String name, String body) {
        return new Document(id, 0, Map.of("name", List.of(name)), Map.of(), body);
    }
}
