package io.graft.persistence.embedded.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.log.CommitLimits;
import io.graft.log.disk.RecordingDisk;
import io.graft.persistence.embedded.internal.LateMetrics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Cuts the power at random moments, also while the disk is full, a checkpoint is made, or the file is written anew: the
 * acknowledged documents are there afterwards, and at most the change that was being made.
 */
class DocumentCrashTest {

    private static final int LOG_BYTES = 16 << 10;
    private static final int REWRITE_LENGTH = 64 << 10;
    private static final int ROUNDS = Integer.getInteger("graft.crash.rounds", 4);
    private static final int GENERATIONS = 3;
    private static final int STEPS = 150;
    private static final int CUTS = 25;

    private Random random;
    private DocumentModel model;

    /** A change: when it was begun and acknowledged, and what there is after it. */
    private record Attempt(int begun, int acknowledged, Map<String, Document> after) {}

    @Test
    void noAcknowledgedDocumentIsLostWhereverThePowerIsCut() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = System.nanoTime();
            try {
                round(new Random(seed));
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private void round(Random newRandom) throws IOException {
        random = newRandom;
        model = new DocumentModel(random);
        RecordingDisk disk = new RecordingDisk();
        for (int generation = 0; generation < GENERATIONS; generation++) {
            List<Attempt> attempts = new ArrayList<>();
            attempts.add(new Attempt(0, 0, Map.copyOf(model.documents)));
            work(disk, attempts);
            RecordingDisk crashed = null;
            for (int cut = 0; cut < CUTS; cut++) {
                int moment = random.nextInt(disk.now() + 1);
                crashed = disk.crash(moment, random);
                check(crashed, attempts, moment);
            }
            disk = crashed;
        }
    }

    private void work(RecordingDisk disk, List<Attempt> attempts) throws IOException {
        try (EmbeddedDocumentStore store = open(disk)) {
            DocumentCollection things = store.collection(DocumentModel.SPEC);
            for (int step = random.nextInt(STEPS); step > 0; step--) {
                if (random.nextInt(40) == 0) {
                    disk.fillUp(random.nextInt(5), random.nextBoolean());
                } else if (random.nextInt(4) == 0) {
                    disk.heal();
                }
                change(disk, things, attempts);
            }
            disk.heal();
        }
    }

    private void change(RecordingDisk disk, DocumentCollection things, List<Attempt> attempts) {
        Document document = model.randomDocument();
        Document existing = model.documents.get(document.id());
        if (model.collision(document, false) != null) {
            return;
        }
        boolean delete = existing != null && random.nextInt(3) == 0;
        Map<String, Document> after = new TreeMap<>(model.documents);
        if (delete) {
            after.remove(document.id());
        } else {
            after.put(document.id(), document.withRevision(existing == null ? 1 : existing.revision() + 1));
        }
        int begun = disk.now();
        try {
            if (delete) {
                assertThat(things.delete(document.id())).isTrue();
            } else if (existing == null) {
                things.insert(document);
            } else {
                things.replace(document, existing.revision());
            }
        } catch (StoreUnavailableException e) {
            attempts.add(new Attempt(begun, Integer.MAX_VALUE, after));
            return;
        }
        attempts.add(new Attempt(begun, disk.now(), after));
        model.documents.clear();
        model.documents.putAll(after);
    }

    private void check(RecordingDisk crashed, List<Attempt> attempts, int moment) throws IOException {
        List<Map<String, Document>> possible = new ArrayList<>();
        for (Attempt attempt : attempts) {
            if (attempt.acknowledged() <= moment) {
                possible.clear();
            }
            if (attempt.begun() <= moment) {
                possible.add(attempt.after());
            }
        }
        Map<String, Document> found = new TreeMap<>();
        try (EmbeddedDocumentStore store = open(crashed)) {
            DocumentCollection things = store.collection(DocumentModel.SPEC);
            things.find(DocumentQuery.ALL).items().forEach(document -> found.put(document.id(), document));
            assertThat(possible).contains(found);
            model.documents.clear();
            model.documents.putAll(found);
            for (int i = 0; i < 10; i++) {
                DocumentQuery query = model.randomQuery();
                assertThat(things.find(query).items())
                        .isEqualTo(model.find(query).stream()
                                .skip(query.offset())
                                .limit(query.limit())
                                .toList());
            }
        }
    }

    private static EmbeddedDocumentStore open(RecordingDisk disk) throws IOException {
        return EmbeddedDocumentStore.open(disk, LOG_BYTES, REWRITE_LENGTH, CommitLimits.DEFAULT, new LateMetrics());
    }
}
