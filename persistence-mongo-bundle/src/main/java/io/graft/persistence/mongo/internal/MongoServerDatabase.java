package io.graft.persistence.mongo.internal;

import com.mongodb.client.MongoDatabase;
import io.graft.persistence.mongo.internal.documents.MongoDocumentStore;
import io.graft.persistence.mongo.internal.events.MongoEventStore;
import io.graft.persistence.support.Database;
import io.graft.persistence.support.OpenStores;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.Document;

/** How the provider opens name spaces in MongoDB. */
final class MongoServerDatabase implements Database {

    private final MongoSettings settings;
    private final String provider;
    private final Neighbours neighbours;

    MongoServerDatabase(MongoSettings settings, String provider, Neighbours neighbours) {
        this.settings = settings;
        this.provider = provider;
        this.neighbours = neighbours;
    }

    @Override
    public OpenStores open(String nameSpace) {
        Connection connection = Connection.open(settings);
        try {
            NameSpace names = NameSpace.of(nameSpace);
            Failures failures = connection.failures();
            MongoDatabase database = connection.database();
            Lease lease = new Lease(database, names, failures, provider, neighbours);
            LeasedEvents events = new LeasedEvents(
                    lease,
                    neighbours,
                    failures,
                    settings.timeout(),
                    () -> MongoEventStore.open(database, names, lease, failures, settings.timeout()));
            return new MongoStores(connection, events, new MongoDocumentStore(database, names, failures));
        } catch (RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    /** Equal are databases with the same settings. */
    @Override
    public boolean equals(Object other) {
        return other instanceof MongoServerDatabase database && settings.equals(database.settings);
    }

    @Override
    public int hashCode() {
        return settings.hashCode();
    }

    @Override
    public void remove(String nameSpace) {
        if (nameSpace.isEmpty()) {
            throw new IllegalArgumentException("the real stores are never removed");
        }
        try (Connection connection = Connection.open(settings)) {
            MongoDatabase database = connection.database();
            connection.failures().call("removing " + nameSpace, () -> {
                List<String> collections = new ArrayList<>();
                database.listCollectionNames()
                        .filter(new Document(
                                "name", new Document("$regex", "^" + java.util.regex.Pattern.quote(nameSpace + "."))))
                        .into(collections);
                collections.forEach(
                        collection -> database.getCollection(collection).drop());
                return collections.size();
            });
        }
    }

    @Override
    public Set<String> nameSpaces() {
        try (Connection connection = Connection.open(settings)) {
            return connection.failures().call("looking for name spaces", () -> {
                Set<String> all = new HashSet<>();
                for (String collection : connection.database().listCollectionNames()) {
                    NameSpace.ofCollection(collection).ifPresent(all::add);
                }
                return all;
            });
        }
    }
}
