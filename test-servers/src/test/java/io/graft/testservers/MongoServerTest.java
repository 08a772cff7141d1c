package io.graft.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class MongoServerTest {

    @Test
    void secureReplicaSetKeepsWhatItAcknowledgedThroughKill() {
        try (MongoServer server = MongoServer.start(MongoOptions.SECURE)) {
            try (MongoClient client = server.client()) {
                things(client).insertOne(new Document("_id", 1));
            }
            server.kill();
            assertThat(server.alive()).isFalse();
            server.startAgain();
            try (MongoClient client = server.client()) {
                assertThat(things(client).find().first()).isEqualTo(new Document("_id", 1));
            }
        }
    }

    @Test
    void serverCanBeReadOnlyAndFull() {
        try (MongoServer server = MongoServer.start(MongoOptions.REPLICA_SET);
                MongoClient client = server.client()) {
            server.fill();
            assertThatThrownBy(() -> things(client).insertOne(new Document("_id", 1)))
                    .isInstanceOfSatisfying(MongoCommandException.class, e -> assertThat(e.getErrorCode())
                            .isEqualTo(14031));
            server.makeRoom();
            server.readOnly();
            server.writable();
            things(client).insertOne(new Document("_id", 1));
        }
    }

    @Test
    void closeLeavesNeitherProcessNorFolder() {
        MongoServer server = MongoServer.start(MongoOptions.STANDALONE);
        Path folder = server.folder();
        server.freeze();
        server.close();
        assertThat(server.alive()).isFalse();
        assertThat(Files.exists(folder)).isFalse();
    }

    private static MongoCollection<Document> things(MongoClient client) {
        return client.getDatabase("test")
                .getCollection("things")
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }
}
