package io.graft.persistence.embedded.internal.documents;

import io.graft.api.persistence.DocumentStore;
import io.graft.persistence.embedded.internal.LateMetrics;
import io.graft.persistence.embedded.internal.io.RealDisk;
import io.graft.persistence.embedded.internal.log.CommitLimits;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the machine's own disk, with a log that is so small that checkpoints are made all the time. */
class EmbeddedDocumentStoreTest extends DocumentStoreContract {

    private static final int LOG_BYTES = 64 << 10;

    @TempDir
    private Path directory;

    private EmbeddedDocumentStore store;

    @Override
    protected DocumentStore open() throws Exception {
        store = EmbeddedDocumentStore.open(new RealDisk(directory), LOG_BYTES, CommitLimits.DEFAULT, new LateMetrics());
        return store;
    }

    @Override
    protected void close() throws Exception {
        store.close();
    }
}
