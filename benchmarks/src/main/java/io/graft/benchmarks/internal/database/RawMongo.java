package io.graft.benchmarks.internal.database;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.UuidRepresentation;

/** MongoDB's driver, with a batch in one insert. */
final class RawMongo implements RawDriver {

    private static final int DEVICES = 100;

    private final MongoClient client;
    private final MongoCollection<Document> events;
    private long origin = System.nanoTime();

    RawMongo(String uri) {
        client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(uri))
                .uuidRepresentation(UuidRepresentation.STANDARD)
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .build());
        events = client.getDatabase("raw").getCollection("events");
        events.createIndex(Indexes.descending("origin"));
        events.createIndex(Indexes.compoundIndex(Indexes.ascending("device"), Indexes.descending("origin")));
    }

    @Override
    public String write() {
        return "insertMany of documents of one reading, with indexes of origin and of device and origin";
    }

    @Override
    public void write(int count) throws IOException {
        List<Document> batch = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            batch.add(event());
        }
        try {
            events.insertMany(batch, new InsertManyOptions().ordered(false));
        } catch (MongoException e) {
            throw new IOException("MongoDB did not take a write", e);
        }
    }

    private Document event() {
        origin++;
        String device = "bench-device-" + origin % DEVICES;
        Document reading = new Document("origin", origin)
                .append("device", device)
                .append("resource", "Int32")
                .append("profile", "bench-profile")
                .append("type", "Int32")
                .append("value", Long.toString(10_000 + origin % 90_000));
        return new Document("_id", UUID.randomUUID())
                .append("origin", origin)
                .append("device", device)
                .append("profile", "bench-profile")
                .append("source", "Int32")
                .append("readings", List.of(reading));
    }

    @Override
    public void close() {
        client.close();
    }
}
