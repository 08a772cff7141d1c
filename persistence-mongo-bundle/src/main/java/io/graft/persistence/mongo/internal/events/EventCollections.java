package io.graft.persistence.mongo.internal.events;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import io.graft.persistence.mongo.internal.Failures;
import io.graft.persistence.mongo.internal.Indexes;
import io.graft.persistence.mongo.internal.NameSpace;
import io.graft.persistence.mongo.internal.counts.ListKey.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.Document;
import org.bson.codecs.configuration.CodecRegistries;

/**
 * The collections that events are in.
 *
 * @param events as events
 * @param rows the same collection, as readings
 * @param plain the same collection, as plain documents
 */
record EventCollections(
        MongoCollection<StoredEvent> events,
        MongoCollection<ReadingRow> rows,
        MongoCollection<Document> plain,
        Parts parts) {

    /** Opens them, with their indexes. */
    static EventCollections open(MongoDatabase database, NameSpace names, Failures failures) {
        MongoDatabase typed = database.withCodecRegistry(CodecRegistries.fromRegistries(
                CodecRegistries.fromCodecs(new EventCodec(), new ReadingRow.RowCodec()), database.getCodecRegistry()));
        MongoCollection<Document> plain = database.getCollection(names.events());
        Map<String, Indexes.Index> indexes = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            indexes.put(
                    kind.name().toLowerCase(java.util.Locale.ROOT),
                    new Indexes.Index(Selections.index(kind), new IndexOptions()));
        }
        Indexes.require(plain, indexes, failures);
        return new EventCollections(
                typed.getCollection(names.events(), StoredEvent.class),
                typed.getCollection(names.events(), ReadingRow.class),
                plain,
                new Parts(database.getCollection(names.parts()), failures));
    }
}
