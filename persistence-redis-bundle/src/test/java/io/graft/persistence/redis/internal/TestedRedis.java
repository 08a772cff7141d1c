package io.graft.persistence.redis.internal;

import io.graft.api.persistence.ScratchSpaces;
import io.graft.persistence.support.DatabaseScratchSpaces;
import io.graft.persistence.tck.BundleUnderTest;
import io.graft.persistence.tck.Fault;
import io.graft.persistence.tck.Misconfigurations;
import io.graft.persistence.tck.ServerControl;
import io.graft.persistence.tck.StoreContent;
import io.graft.persistence.tck.TestedProvider;
import io.graft.testservers.FreePort;
import io.graft.testservers.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The provider on one server, to which everything can be done. */
final class TestedRedis implements TestedProvider {

    private static final String WRONG_PASSWORD = "not-the-password-7319";

    private final RedisServer server;
    private final RedisSettings settings;
    private final DatabaseScratchSpaces spaces;

    TestedRedis(RedisServer server) {
        this.server = server;
        this.settings = Connections.to(server);
        this.spaces = new DatabaseScratchSpaces(new RedisDatabase(settings));
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public ScratchSpaces spaces() {
        return spaces;
    }

    @Override
    public Duration timeout() {
        return settings.timeout();
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
                return misconfigured(Connections.with(settings, WRONG_PASSWORD, 0, server.port()));
            }

            @Override
            public Optional<Misconfigured> wrongDatabase() {
                return misconfigured(Connections.with(settings, settings.password(), 9_999, server.port()));
            }

            @Override
            public Optional<Misconfigured> nobodyListening() {
                return misconfigured(Connections.with(settings, settings.password(), 0, FreePort.next()));
            }
        });
    }

    @Override
    public Optional<StoreContent> content() {
        return Optional.of(() -> server.command("KEYS", "*").lines().collect(Collectors.toSet()));
    }

    @Override
    public Optional<BundleUnderTest> bundle() {
        String jar = System.getProperty("graft.bundle");
        if (jar == null) {
            return Optional.empty();
        }
        Map<String, Object> configuration =
                Map.of("hosts", server.host() + ":" + server.port(), "password", settings.password());
        return Optional.of(new BundleUnderTest(
                Path.of(jar),
                Optional.of(
                        new BundleUnderTest.Setup(List.of(), Map.of("io.graft.persistence.redis", configuration)))));
    }

    @Override
    public void close() {
        spaces.close();
        server.close();
    }

    private static Optional<Misconfigurations.Misconfigured> misconfigured(RedisSettings wrong) {
        return Optional.of(new Misconfigurations.Misconfigured(
                new DatabaseScratchSpaces(new RedisDatabase(wrong)), WRONG_PASSWORD));
    }
}
