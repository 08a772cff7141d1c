package io.graft.persistence.embedded.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.log.CommitLimits;
import io.graft.log.disk.DiskFile;
import io.graft.log.disk.RecordingDisk;
import io.graft.persistence.embedded.internal.LateMetrics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentFaultTest {

    private static final int LOG_BYTES = 32 << 10;

    private final RecordingDisk disk = new RecordingDisk();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withoutSpaceReadsGoOnAndChangesWhenItIsBack(boolean alsoOverwrites) throws IOException {
        try (EmbeddedDocumentStore store = open()) {
            DocumentCollection things = store.collection(DocumentModel.SPEC);
            things.insert(document(0));
            disk.fillUp(0, alsoOverwrites);
            int accepted = 0;
            StoreUnavailableException full = null;
            while (full == null) {
                try {
                    things.insert(document(accepted + 1));
                    accepted++;
                } catch (StoreUnavailableException e) {
                    full = e;
                }
            }
            assertThat(full.reason()).isEqualTo(Reason.FULL);
            assertThat(things.count(DocumentQuery.ALL)).isEqualTo(accepted + 1);
            assertThat(things.get("0")).isPresent();
            disk.heal();
            int next = accepted + 1;
            await().ignoreExceptionsInstanceOf(StoreUnavailableException.class)
                    .untilAsserted(() -> things.insert(document(next)));
            assertThat(store.failure()).isEmpty();
        }
        try (EmbeddedDocumentStore store = open()) {
            assertThat(store.collection(DocumentModel.SPEC).get("0")).isPresent();
        }
    }

    @Test
    void aBrokenDiskMakesTheStoreReadOnly() throws IOException {
        try (EmbeddedDocumentStore store = open()) {
            DocumentCollection things = store.collection(DocumentModel.SPEC);
            things.insert(document(0));
            disk.breakDown(0);
            assertThat(catchThrowableOfType(StoreUnavailableException.class, () -> things.insert(document(1)))
                            .reason())
                    .isEqualTo(Reason.READ_ONLY);
            assertThat(things.get("0")).isPresent();
            assertThat(store.failure()).isPresent();
        }
        disk.heal();
        try (EmbeddedDocumentStore store = open()) {
            assertThat(store.collection(DocumentModel.SPEC).get("0")).isPresent();
        }
    }

    @Test
    void damagedFilesAreRefusedAndLeftAsTheyAre() throws IOException {
        try (EmbeddedDocumentStore store = open()) {
            DocumentCollection things = store.collection(DocumentModel.SPEC);
            for (int i = 0; i < 10; i++) {
                things.insert(document(i));
            }
        }
        refused("documents.fence", 0, 8192);
        refused("documents-1.mv", 0, 8192);
        refused("documents-0.log", 0, 16);
        int body = new String(disk.content().get("documents-1.mv"), StandardCharsets.ISO_8859_1).indexOf("xxxx");
        refused("documents-1.mv", body, 1);
    }

    private void refused(String name, int from, int length) throws IOException {
        byte[] before = disk.content().get(name);
        overwrite(name, from, new byte[length]);
        Map<String, byte[]> damaged = disk.content();
        assertThatThrownBy(this::open)
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("backup");
        assertThat(disk.content()).containsExactlyInAnyOrderEntriesOf(damaged);
        overwrite(name, 0, before);
        open().close();
    }

    private void overwrite(String name, int from, byte[] content) throws IOException {
        try (DiskFile file = disk.open(name)) {
            file.write(from, ByteBuffer.wrap(content));
        }
    }

    private EmbeddedDocumentStore open() throws IOException {
        return EmbeddedDocumentStore.open(disk, LOG_BYTES, CommitLimits.DEFAULT, new LateMetrics());
    }

    private static Document document(int id) {
        return new Document(Integer.toString(id), 0, Map.of(), Map.of(), "{\"text\":\"" + "x".repeat(900) + "\"}");
    }
}
