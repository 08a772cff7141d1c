package io.graft.persistence.mongo.internal.events;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import io.graft.api.model.Event;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.InvalidQueryException;
import io.graft.persistence.mongo.internal.Failures;
import io.graft.persistence.support.ContentSize;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.Document;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.Binary;
import org.bson.types.ObjectId;

/**
 * Events beyond MongoDB's limit of 16 MB for a document: the document that the event would be is cut in parts, which are
 * stored before the event itself; that is what makes them count. Safe for use by many threads.
 */
final class Parts {

    private static final int MAX_DOCUMENT = 15 << 20;
    private static final int SURELY_SMALL = 4 << 20;
    private static final int PART = 8 << 20;
    private static final int FIELDS_OF_READING = 200;
    private static final int AT_ONCE = 500;

    private final EventCodec codec = new EventCodec();
    private final MongoCollection<Document> parts;
    private final Failures failures;

    Parts(MongoCollection<Document> parts, Failures failures) {
        this.parts = parts;
        this.failures = failures;
    }

    /** How an event is stored: as it is, or, after its parts are stored, as what says where they are. */
    StoredEvent store(Event event, ObjectId call) {
        StoredEvent whole = new StoredEvent(event, call, 0);
        if (ContentSize.of(event) + (long) FIELDS_OF_READING * event.readings().size() < SURELY_SMALL) {
            return whole;
        }
        byte[] bytes = encode(whole);
        if (bytes.length <= MAX_DOCUMENT) {
            return whole;
        }
        int count = (bytes.length + PART - 1) / PART;
        StoredEvent head = new StoredEvent(event, call, count);
        int headBytes = encode(head).length;
        if (headBytes > MAX_DOCUMENT) {
            throw new InvalidQueryException(
                    "event " + event.id() + " has " + event.readings().size()
                            + " readings, whose names and times alone take " + headBytes
                            + " bytes; MongoDB takes 16 MB in a document: send fewer readings in one event");
        }
        for (int i = 0; i < count; i++) {
            int from = i * PART;
            byte[] part = java.util.Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PART));
            Document document =
                    new Document("_id", id(event.id(), call).append("part", i)).append("data", new Binary(part));
            failures.call(
                    "storing a part of an event",
                    () -> parts.replaceOne(
                            Filters.eq("_id", document.get("_id")),
                            document,
                            new com.mongodb.client.model.ReplaceOptions().upsert(true)));
        }
        return head;
    }

    /** The whole event; empty if it is being deleted. */
    Optional<Event> join(StoredEvent stored) {
        if (stored.parts() == 0) {
            return Optional.of(stored.event());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int count = 0;
        for (Document part : parts.find(Filters.and(
                        Filters.gte(
                                "_id", id(stored.event().id(), stored.stored()).append("part", 0)),
                        Filters.lt(
                                "_id", id(stored.event().id(), stored.stored()).append("part", Integer.MAX_VALUE))))
                .sort(Sorts.ascending("_id"))
                .batchSize(1)) {
            bytes.writeBytes(part.get("data", Binary.class).getData());
            count++;
        }
        if (count != stored.parts()) {
            return Optional.empty();
        }
        try (BsonBinaryReader reader = new BsonBinaryReader(ByteBuffer.wrap(bytes.toByteArray()))) {
            return Optional.of(
                    codec.decode(reader, DecoderContext.builder().build()).event());
        }
    }

    CorruptStoreException missing(UUID event) {
        return new CorruptStoreException("event " + event + " lacks some of its parts in collection "
                + parts.getNamespace().getCollectionName() + "; delete it, or restore the collection from a backup");
    }

    void remove(UUID event, ObjectId call) {
        failures.call(
                "removing the parts of an event",
                () -> parts.deleteMany(Filters.and(
                        Filters.gte("_id", id(event, call).append("part", 0)),
                        Filters.lt("_id", id(event, call).append("part", Integer.MAX_VALUE)))));
    }

    /** Removes parts whose event was never stored or is deleted; nobody else may be writing. */
    void removeOrphans(MongoCollection<Document> events) {
        failures.call("looking for parts without an event", () -> {
            List<Document> some = new ArrayList<>();
            for (Document part : parts.find().projection(Projections.include("_id"))) {
                some.add(part.get("_id", Document.class));
                if (some.size() == AT_ONCE) {
                    removeOrphans(events, some);
                    some.clear();
                }
            }
            removeOrphans(events, some);
            return some;
        });
    }

    private void removeOrphans(MongoCollection<Document> events, List<Document> some) {
        List<UUID> ids = some.stream().map(id -> id.get("event", UUID.class)).toList();
        Set<Document> known = new HashSet<>();
        for (Document event : events.find(Filters.in("_id", ids)).projection(Projections.include(EventCodec.STORED))) {
            known.add(id(event.get("_id", UUID.class), event.getObjectId(EventCodec.STORED)));
        }
        List<Document> orphans = some.stream()
                .filter(id -> !known.contains(id(id.get("event", UUID.class), id.getObjectId("stored"))))
                .toList();
        if (!orphans.isEmpty()) {
            parts.deleteMany(Filters.in("_id", orphans));
        }
    }

    private byte[] encode(StoredEvent event) {
        try (BasicOutputBuffer buffer = new BasicOutputBuffer();
                BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            codec.encode(writer, event, EncoderContext.builder().build());
            return buffer.toByteArray();
        }
    }

    private static Document id(UUID event, ObjectId call) {
        return new Document("event", event).append("stored", call);
    }
}
