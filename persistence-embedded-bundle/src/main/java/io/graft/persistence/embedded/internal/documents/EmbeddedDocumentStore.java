package io.graft.persistence.embedded.internal.documents;

import io.graft.api.metrics.Metrics;
import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.log.Checkpointer;
import io.graft.log.CommitLimits;
import io.graft.log.GroupCommit;
import io.graft.log.RedoLog;
import io.graft.log.Replay;
import io.graft.log.disk.Disk;
import io.graft.persistence.embedded.internal.ProvidedStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Documents in a file of MVStore's behind a redo log. */
public final class EmbeddedDocumentStore implements DocumentStore, ProvidedStore {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDocumentStore.class);
    private static final String NAME = "documents";

    private final DocumentState state;
    private final GroupCommit<DocumentChange> commit;
    private final Checkpointer checkpointer;
    private final Metrics.Registration size;
    private final Metrics.Timer reading;

    private EmbeddedDocumentStore(
            DocumentState state, GroupCommit<DocumentChange> commit, Checkpointer checkpointer, Metrics metrics) {
        this.state = state;
        this.commit = commit;
        this.checkpointer = checkpointer;
        this.reading = metrics.timer("graft_store_read_seconds", "One question, until its answer.", "store", NAME);
        this.size = metrics.gauge(
                "graft_store_bytes", "Bytes on disk, the log not counted.", state::bytesOnDisk, "store", NAME);
    }

    /**
     * Opens the documents of a directory, which nobody else may use.
     *
     * @param logBytes the size of each of the log's two files
     * @throws io.graft.api.persistence.CorruptStoreException if a file is damaged; nothing was changed
     */
    public static EmbeddedDocumentStore open(Disk disk, int logBytes, CommitLimits limits, Metrics metrics)
            throws IOException {
        return open(disk, logBytes, DocumentState.REWRITE_LENGTH, limits, metrics);
    }

    static EmbeddedDocumentStore open(Disk disk, int logBytes, long rewriteLength, CommitLimits limits, Metrics metrics)
            throws IOException {
        DocumentState state = DocumentState.open(disk, rewriteLength);
        try {
            Checkpointer checkpointer =
                    new Checkpointer("graft-embedded-documents-checkpoint", sequence -> state.checkpoint());
            RedoLog log = RedoLog.open(disk, NAME, logBytes, state.checkpointed(), new Replay() {
                @Override
                public void record(long sequence, ByteBuffer record) {
                    state.replay(sequence, record);
                }

                @Override
                public void rolled(long lastSequence) {
                    checkpointer.request(lastSequence);
                }
            });
            GroupCommit<DocumentChange> commit = new GroupCommit<>(
                    "graft-embedded-documents-log",
                    NAME,
                    log,
                    new DocumentCommitting(state, checkpointer),
                    limits,
                    metrics);
            checkpointer.start(commit);
            return new EmbeddedDocumentStore(state, commit, checkpointer, metrics);
        } catch (IOException | RuntimeException e) {
            state.close();
            throw e;
        }
    }

    @Override
    public DocumentCollection collection(CollectionSpec spec) {
        CollectionSpec known = state.read(file -> {
            CollectionMaps maps = file.collection(spec.name());
            return maps == null ? null : maps.spec();
        });
        if (known == null || !DocumentCommitting.merged(known, spec).equals(known)) {
            DocumentChange.Define change = new DocumentChange.Define(spec);
            commit.submit(change, 0);
            known = change.decided;
        }
        return new EmbeddedCollection(known, state, commit, reading);
    }

    @Override
    public void limits(CommitLimits limits) {
        commit.limits(limits);
    }

    @Override
    public Optional<StoreUnavailableException> failure() {
        return commit.failure().or(checkpointer::failure);
    }

    /** Completes the changes that were begun, makes a checkpoint, and ends all threads. */
    @Override
    public void close() throws IOException {
        size.close();
        try (checkpointer) {
            commit.close();
        } catch (IOException e) {
            state.refuse();
            throw e;
        }
        try {
            state.checkpoint();
        } catch (IOException e) {
            LOG.warn("the documents were closed without a checkpoint, which the log makes good: {}", e.getMessage());
        } finally {
            state.close();
        }
    }
}
