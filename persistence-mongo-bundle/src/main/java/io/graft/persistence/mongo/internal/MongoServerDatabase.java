package io.graft.persistence.mongo.internal;

import com.mongodb.client.MongoDatabase;
import io.graft.persistence.mongo.internal.documents.MongoDocumentStore;
import io.graft.persistence.mongo.internal.events.MongoEventStore;
import io.graft.persistence.support.Database;
import io.graft.persistence.support.OpenStores;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** How the provider opens name spaces in MongoDB. */
record MongoServerDatabase(MongoSettings settings, Tenancy tenancy) implements Database {

    @Override
    public OpenStores open(String nameSpace) {
        Connection connection = Connection.open(settings);
        try {
            NameSpace names = NameSpace.of(nameSpace);
            Failures failures = connection.failures();
            MongoDatabase database = connection.database();
            Lease lease = new Lease(database, names, failures, tenancy.provider());
            Document other = lease.other();
            MongoStores predecessor = other == null ? null : tenancy.holder(other.getString("instance"));
            if (predecessor != null) {
                // stores of the configuration before: what they count in memory would not be true any more
                predecessor.close();
            }
            lease.acquire();
            try {
                MongoEventStore events = MongoEventStore.open(database, names, lease, failures, settings.timeout());
                return new MongoStores(
                        connection, lease, events, new MongoDocumentStore(database, names, failures), tenancy);
            } catch (RuntimeException | Error e) {
                release(lease, e);
                throw e;
            }
        } catch (RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    private static void release(Lease lease, Throwable because) {
        try {
            lease.release();
        } catch (RuntimeException e) {
            because.addSuppressed(e);
        }
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
}
