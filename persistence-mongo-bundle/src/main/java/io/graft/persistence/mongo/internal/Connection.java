package io.graft.persistence.mongo.internal;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.support.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bson.Document;
import org.bson.UuidRepresentation;

/** A client that is connected to a server which is new enough. Safe for use by many threads. */
final class Connection implements AutoCloseable {

    private static final int OLDEST_WIRE_VERSION = 9;

    private final MongoClient client;
    private final MongoDatabase database;
    private final Failures failures;
    private final String server;

    private Connection(MongoClient client, MongoDatabase database, Failures failures, String server) {
        this.client = client;
        this.database = database;
        this.failures = failures;
        this.server = server;
    }

    static Connection open(MongoSettings settings) {
        settings.check();
        Heartbeats heartbeats = new Heartbeats();
        MongoClientSettings clientSettings = settingsOf(settings, heartbeats);
        String address = String.join(
                ",",
                clientSettings.getClusterSettings().getSrvHost() != null
                        ? java.util.List.of(clientSettings.getClusterSettings().getSrvHost())
                        : clientSettings.getClusterSettings().getHosts().stream()
                                .map(host -> host.getHost() + ":" + host.getPort())
                                .toList());
        Failures failures = new Failures(address, heartbeats);
        MongoClient client = failures.call("connecting", () -> MongoClients.create(clientSettings));
        try {
            MongoDatabase database = client.getDatabase(settings.database());
            String server = failures.call("connecting", () -> describe(database, address));
            return new Connection(client, database, failures, server);
        } catch (RuntimeException | Error e) {
            client.close();
            throw e;
        }
    }

    MongoDatabase database() {
        return database;
    }

    Failures failures() {
        return failures;
    }

    /** What this is connected to, in one line. */
    String server() {
        return server;
    }

    @Override
    public void close() {
        failures.close();
        client.close();
    }

    private static String describe(MongoDatabase database, String address) {
        Document hello = database.runCommand(new Document("hello", 1));
        if (hello.getInteger("maxWireVersion", 0) < OLDEST_WIRE_VERSION) {
            throw new StoreUnavailableException(
                    Reason.UNREACHABLE, "MongoDB at " + address + " is older than 4.4; use a newer one");
        }
        // what needs a right that the user may lack is asked of a collection: that shows wrong credentials at once
        database.getCollection("events")
                .find()
                .limit(1)
                .projection(new Document("_id", 1))
                .first();
        String version = database.runCommand(new Document("buildInfo", 1)).getString("version");
        String kind = hello.containsKey("setName")
                ? "replica set " + hello.getString("setName")
                : "isdbgrid".equals(hello.getString("msg")) ? "sharded cluster" : "standalone";
        return "MongoDB " + version + " (" + kind + ") at " + address + ", database " + database.getName()
                + ", write concern majority with journal";
    }

    private static MongoClientSettings settingsOf(MongoSettings settings, Heartbeats heartbeats) {
        try {
            MongoClientSettings.Builder builder = MongoClientSettings.builder()
                    .applyConnectionString(new ConnectionString(settings.uri()))
                    .applicationName("graft")
                    .uuidRepresentation(UuidRepresentation.STANDARD)
                    .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                    .readConcern(ReadConcern.DEFAULT)
                    .readPreference(ReadPreference.primary())
                    .retryWrites(true)
                    .retryReads(true)
                    .timeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                    .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(
                                    settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                            .addClusterListener(heartbeats))
                    .applyToServerSettings(server -> server.addServerMonitorListener(heartbeats))
                    .applyToSocketSettings(socket ->
                            socket.connectTimeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS))
                    .applyToConnectionPoolSettings(
                            pool -> pool.maxSize(settings.connectionsMax()).maxConnectionIdleTime(5, TimeUnit.MINUTES));
            tls(settings, builder);
            credential(settings, builder);
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw MongoSettings.wrong("uri " + Secrets.blot(settings.uri()) + " is not a connection string: "
                    + Secrets.blot(String.valueOf(e.getMessage())));
        }
    }

    private static void credential(MongoSettings settings, MongoClientSettings.Builder builder) {
        MongoSettings.Credentials credentials = settings.credentials();
        if (settings.mechanism().equals("X509")) {
            builder.credential(MongoCredential.createMongoX509Credential());
        } else if (!credentials.user().isEmpty()) {
            builder.credential(MongoCredential.createCredential(
                    credentials.user(),
                    credentials.database(),
                    credentials.password().toCharArray()));
        }
    }

    private static void tls(MongoSettings settings, MongoClientSettings.Builder builder) {
        MongoSettings.Tls tls = settings.tls();
        if (tls.on()) {
            builder.applyToSslSettings(ssl -> ssl.enabled(true));
        }
        if (!tls.trustStore().isEmpty() || !tls.keyStore().isEmpty()) {
            SSLContext context = context(tls);
            builder.applyToSslSettings(ssl -> ssl.context(context));
        }
    }

    private static SSLContext context(MongoSettings.Tls tls) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(tls), trust(tls), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw MongoSettings.wrong("the tls settings don't work: " + e.getMessage());
        }
    }

    private static TrustManager[] trust(MongoSettings.Tls tls) throws GeneralSecurityException {
        if (tls.trustStore().isEmpty()) {
            return null;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(load("tls.trust.store", tls.trustStore(), tls.trustPassword()));
        return factory.getTrustManagers();
    }

    private static KeyManager[] keys(MongoSettings.Tls tls) throws GeneralSecurityException {
        if (tls.keyStore().isEmpty()) {
            return null;
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(
                load("tls.key.store", tls.keyStore(), tls.keyPassword()),
                tls.keyPassword().toCharArray());
        return factory.getKeyManagers();
    }

    private static KeyStore load(String setting, String file, String password) throws GeneralSecurityException {
        try {
            return KeyStore.getInstance(Path.of(file).toFile(), password.toCharArray());
        } catch (IOException e) {
            throw MongoSettings.wrong(setting + " " + file + " can't be read: " + Failures.rootOf(e));
        }
    }
}
