package io.graft.persistence.embedded.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.log.CommitLimits;
import io.graft.log.KilledProcess;
import io.graft.log.disk.RealDisk;
import io.graft.persistence.embedded.internal.LateMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that stores documents as fast as it can: what it said to be stored is there. */
class DocumentKillTest {

    private static final int ROUNDS = 3;

    @TempDir
    private Path directory;

    @Test
    void nothingThatWasAcknowledgedIsLostWhenTheProcessIsKilled() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged.addAll(KilledProcess.run(Writer.class, directory, round));
            try (EmbeddedDocumentStore store = open(directory)) {
                DocumentCollection things = store.collection(DocumentModel.SPEC);
                for (String name : acknowledged) {
                    assertThat(things.get("name", name)).as(name).isPresent();
                }
            }
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS * KilledProcess.LINES);
    }

    private static EmbeddedDocumentStore open(Path directory) throws IOException {
        return EmbeddedDocumentStore.open(
                new RealDisk(directory.resolve("store")), 64 << 10, CommitLimits.DEFAULT, new LateMetrics());
    }

    /** The process that is killed. Each line it prints is a document that is stored. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            EmbeddedDocumentStore store = open(Path.of(arguments[0]));
            DocumentCollection things = store.collection(DocumentModel.SPEC);
            for (int thread = 0; thread < 4; thread++) {
                String prefix = arguments[1] + "/" + thread + "/";
                new Thread(() -> store(things, prefix), "writer " + thread).start();
            }
        }

        private static void store(DocumentCollection things, String prefix) {
            for (int i = 0; ; i++) {
                String name = prefix + i;
                things.insert(new Document(name, 0, Map.of("name", List.of(name)), Map.of(), "{\"n\":" + i + "}"));
                System.out.println(name + KilledProcess.END);
            }
        }
    }
}
