package io.graft.persistence.embedded.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ScratchSpaces;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.log.CommitLimits;
import io.graft.persistence.embedded.internal.documents.EmbeddedDocumentStore;
import io.graft.persistence.embedded.internal.events.EventSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreOpeningTest {

    private static final StorePart DOCUMENTS = new StorePart(
            "documents",
            DocumentStore.class,
            disk -> EmbeddedDocumentStore.open(disk, 1 << 20, CommitLimits.DEFAULT, new LateMetrics()));

    @TempDir
    private Path directory;

    private final Set<ProvidedStore> published = ConcurrentHashMap.newKeySet();
    private final AtomicReference<ScratchSpaces> scratch = new AtomicReference<>();

    @Test
    void theSecondOpenerWaitsUntilTheFirstIsGone() throws IOException {
        StoreOpening first = open();
        await().until(() -> published.size() == 1);
        ProvidedStore firstStore = published.iterator().next();
        try (StoreOpening second = open()) {
            await().until(() -> reason(second).contains("in use by process"));
            assertThat(reason(second))
                    .contains(
                            directory.toString(),
                            Long.toString(ProcessHandle.current().pid()));
            first.close();
            await().until(() -> published.size() == 1);
            assertThat(published).doesNotContain(firstStore);
            assertThat(second.failures()).isEmpty();
        }
        assertThat(published).isEmpty();
    }

    private static String reason(StoreOpening opening) {
        return opening.failures().getOrDefault("documents", "");
    }

    private StoreOpening open() {
        return new StoreOpening(
                directory,
                List.of(DOCUMENTS),
                () -> StoreParts.of(EventSettings.DEFAULT),
                CommitLimits.DEFAULT,
                new StoreOpening.Publisher() {
                    @Override
                    public Runnable publish(StorePart part, ProvidedStore store) {
                        published.add(store);
                        return () -> published.remove(store);
                    }

                    @Override
                    public Runnable publish(ScratchSpaces spaces) {
                        scratch.set(spaces);
                        return () -> scratch.set(null);
                    }
                });
    }

    @Test
    void scratchSpacesAreThereAsLongAsTheProviderAndGoWithIt() throws IOException {
        EventStore events;
        Path leftBehind = directory.resolve("scratch").resolve("left behind").resolve("events");
        Files.createDirectories(leftBehind);
        Files.writeString(leftBehind.resolve("events-0.log"), "of a gateway that was killed");
        try (StoreOpening opening = open()) {
            await().until(() -> scratch.get() != null);
            assertThat(opening.failures()).isEmpty();
            assertThat(leftBehind).doesNotExist();
            events = scratch.get().open().events();
            events.append(List.of());
        }
        assertThat(scratch.get()).isNull();
        assertThatThrownBy(() -> events.append(List.of())).isInstanceOf(StoreUnavailableException.class);
        assertThat(directory.resolve("scratch")).doesNotExist();
    }

    @Test
    void healthSaysWhatIsOpenAndWhatIsDamaged() throws IOException {
        try (StoreOpening opening = open()) {
            await().until(() -> published.size() == 1);
            assertThat(new StoreHealth(opening).execute().toString()).contains("documents are open");
        }
        Path fence = directory.resolve("documents").resolve("documents.fence");
        byte[] damaged = new byte[8192];
        Files.write(fence, damaged);
        try (StoreOpening opening = open()) {
            await().until(() -> reason(opening).contains("damaged"));
            Result result = new StoreHealth(opening).execute();
            assertThat(result.getStatus()).isEqualTo(Result.Status.CRITICAL);
            assertThat(result.toString()).contains("documents.fence");
        }
        assertThat(published).isEmpty();
        assertThat(fence).hasBinaryContent(damaged);
    }
}
