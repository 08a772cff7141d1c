package io.graft.persistence.mongo.internal;

import com.mongodb.client.MongoClient;
import io.graft.api.persistence.ScratchSpaces;
import io.graft.persistence.support.DatabaseScratchSpaces;
import io.graft.persistence.tck.BundleUnderTest;
import io.graft.persistence.tck.Fault;
import io.graft.persistence.tck.Misconfigurations;
import io.graft.persistence.tck.ServerControl;
import io.graft.persistence.tck.StoreContent;
import io.graft.persistence.tck.TestedProvider;
import io.graft.testservers.FreePort;
import io.graft.testservers.MongoOptions;
import io.graft.testservers.MongoServer;
import io.graft.testservers.TestCertificates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The provider on a server that was started for the test. */
final class TestedMongo implements TestedProvider {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final MongoServer server;
    private final boolean secure;
    private final DatabaseScratchSpaces spaces;

    TestedMongo(MongoOptions options) {
        this.server = MongoServer.start(options);
        this.secure = options.auth();
        this.spaces = spaces(settings());
    }

    static DatabaseScratchSpaces spaces(MongoSettings settings) {
        return new DatabaseScratchSpaces(new MongoServerDatabase(settings, "mongo", new LocalNeighbours()));
    }

    /** A single server of a replica set is read from also while it takes no changes. */
    private String uri() {
        return secure ? server.uri() : "mongodb://" + server.address();
    }

    MongoServer mongod() {
        return server;
    }

    MongoSettings settings() {
        return settings(uri(), "graft", MongoServer.PASSWORD);
    }

    MongoSettings settings(String uri, String database, String password) {
        Optional<TestCertificates> certificates = server.certificates();
        return new MongoSettings(
                uri,
                database,
                secure ? "SCRAM" : "",
                new MongoSettings.Credentials(secure ? MongoServer.USER : "", secure ? password : "", "admin"),
                new MongoSettings.Tls(
                        certificates.isPresent(),
                        certificates.map(made -> made.trustStore().toString()).orElse(""),
                        TestCertificates.PASSWORD,
                        "",
                        ""),
                TIMEOUT,
                Duration.ofSeconds(2),
                32);
    }

    @Override
    public String name() {
        return "mongo";
    }

    @Override
    public ScratchSpaces spaces() {
        return spaces;
    }

    @Override
    public Duration timeout() {
        return TIMEOUT.multipliedBy(3);
    }

    @Override
    public Optional<StoreContent> content() {
        return Optional.of(() -> {
            try (MongoClient client = server.client()) {
                return client.getDatabase("graft").listCollectionNames().into(new HashSet<>());
            }
        });
    }

    @Override
    public Optional<ServerControl> server() {
        return Optional.of(new ServerControl() {
            @Override
            public Optional<Fault> kill() {
                return Optional.of(Fault.of(server::kill, server::startAgain));
            }

            @Override
            public Optional<Fault> freeze() {
                return Optional.of(Fault.of(server::freeze, server::thaw));
            }

            @Override
            public Optional<Fault> readOnly() {
                return Optional.of(Fault.of(server::readOnly, server::writable));
            }

            @Override
            public Optional<Fault> fullDisk() {
                return Optional.of(Fault.of(server::fill, server::makeRoom));
            }
        });
    }

    @Override
    public Optional<Misconfigurations> misconfigurations() {
        return Optional.of(new Misconfigurations() {
            @Override
            public Optional<Misconfigured> wrongPassword() {
                return secure
                        ? Optional.of(new Misconfigured(
                                spaces(settings(server.uri(), "graft", "not-the-password")), "not-the-password"))
                        : Optional.empty();
            }

            @Override
            public Optional<Misconfigured> wrongDatabase() {
                return Optional.of(new Misconfigured(
                        spaces(settings(server.uri(), "no/such database", MongoServer.PASSWORD)), ""));
            }

            @Override
            public Optional<Misconfigured> nobodyListening() {
                return Optional.of(new Misconfigured(
                        spaces(settings("mongodb://127.0.0.1:" + FreePort.next(), "graft", MongoServer.PASSWORD)), ""));
            }
        });
    }

    @Override
    public Optional<BundleUnderTest> bundle() {
        String jar = System.getProperty("graft.bundle");
        if (jar == null || secure) {
            return Optional.empty();
        }
        Map<String, Object> configuration = Map.of("uri", server.uri());
        return Optional.of(new BundleUnderTest(
                Path.of(jar),
                Optional.of(
                        new BundleUnderTest.Setup(List.of(), Map.of("io.graft.persistence.mongo", configuration)))));
    }

    @Override
    public void close() {
        spaces.close();
        server.close();
    }
}
