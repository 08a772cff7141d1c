package io.graft.persistence.redis.internal;

import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.support.Secrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How to connect, checked. Equal settings lead to the same data in the same way. Its text has no secret.
 *
 * @param sentinelMaster empty but for sentinels
 * @param user empty for the default user
 * @param password empty for none
 */
public record RedisSettings(
        Mode mode,
        List<Host> hosts,
        String sentinelMaster,
        String sentinelPassword,
        String user,
        String password,
        int database,
        String prefix,
        Tls tls,
        Duration timeout,
        Duration connectTimeout,
        int inFlight,
        Acknowledgement acknowledgement) {

    private static final int PORT = 6379;
    private static final int SENTINEL_PORT = 26379;

    /** What is connected to. */
    public enum Mode {
        STANDALONE,
        SENTINEL,
        CLUSTER
    }

    /** Where something listens. */
    public record Host(String name, int port) {
        @Override
        public String toString() {
            return name + ":" + port;
        }
    }

    /** How the other side of a connection is verified. */
    public enum Verify {
        FULL,
        CA,
        NONE
    }

    /** Whether and how connections are encrypted; files are PEM. */
    public record Tls(
            boolean on, Verify verify, Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {

        /** Not encrypted. */
        public static final Tls OFF = new Tls(false, Verify.FULL, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** What is waited for before a change is acknowledged, beyond the server's answer. */
    public record Acknowledgement(int replicas, boolean disk, Duration timeout) {

        /** Nothing. */
        public static final Acknowledgement ANSWER = new Acknowledgement(0, false, Duration.ofSeconds(1));

        /** Whether there is something to wait for. */
        public boolean waits() {
            return replicas > 0 || disk;
        }
    }

    /**
     * The settings of a configuration.
     *
     * @throws StoreUnavailableException if one of them can't be used: says which, and what to do
     */
    static RedisSettings of(RedisConfiguration configuration) {
        Mode mode = choice("mode", Mode.class, configuration.mode());
        RedisSettings settings = new RedisSettings(
                mode,
                hosts(configuration.hosts(), mode == Mode.SENTINEL ? SENTINEL_PORT : PORT),
                configuration.sentinel_master().trim(),
                Secrets.filled("sentinel.password", configuration.sentinel_password()),
                Secrets.filled("user", configuration.user().trim()),
                Secrets.filled("password", configuration.password()),
                configuration.database(),
                configuration.prefix().trim(),
                new Tls(
                        configuration.tls(),
                        choice("tls.verify", Verify.class, configuration.tls_verify()),
                        path(configuration.tls_authorities()),
                        path(configuration.tls_certificate()),
                        path(configuration.tls_key())),
                millis(100, 600_000, configuration.timeout_millis()),
                millis(100, 60_000, configuration.connect_timeout_millis()),
                Math.max(1, Math.min(10_000, configuration.in_flight_max())),
                new Acknowledgement(
                        Math.max(0, configuration.wait_replicas()),
                        configuration.wait_disk(),
                        millis(1, 600_000, configuration.wait_timeout_millis())));
        settings.check();
        return settings;
    }

    private void check() {
        require(
                prefix.matches("[A-Za-z0-9.-]{1,64}"),
                "prefix '" + prefix + "' is not 1 to 64 letters, digits, dots and dashes");
        require(database >= 0, "database " + database + " is negative");
        require(
                mode != Mode.CLUSTER || database == 0,
                "database " + database + " in a cluster, which has 0 only; use another prefix instead");
        require(
                mode != Mode.SENTINEL || !sentinelMaster.isEmpty(),
                "sentinel.master is empty; set the name under which the sentinels know the master");
        require(
                mode != Mode.CLUSTER || !acknowledgement.waits(),
                "wait.replicas and wait.disk can't be used in a cluster; set them to 0 and false, and see"
                        + " min-replicas-to-write of the server");
        require(
                tls.certificate().isPresent() == tls.key().isPresent(),
                "of tls.certificate and tls.key only one is set; set both or none");
        require(user.isEmpty() || !password.isEmpty(), "user '" + user + "' without a password; set password");
    }

    /** The hosts, as text. */
    public String addresses() {
        return String.join(",", hosts.stream().map(Host::toString).toList());
    }

    private static void require(boolean met, String otherwise) {
        if (!met) {
            throw new StoreUnavailableException(Reason.UNREACHABLE, "configuration: " + otherwise);
        }
    }

    private static <E extends Enum<E>> E choice(String name, Class<E> type, String value) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equalsIgnoreCase(value.trim()))
                .findFirst()
                .orElseThrow(() -> new StoreUnavailableException(
                        Reason.UNREACHABLE,
                        "configuration: " + name + " '" + value + "' is none of "
                                + Arrays.toString(type.getEnumConstants()).toLowerCase(java.util.Locale.ROOT)));
    }

    private static List<Host> hosts(String text, int defaultPort) {
        List<Host> hosts = Arrays.stream(text.split(","))
                .map(String::trim)
                .filter(host -> !host.isEmpty())
                .map(host -> host(host, defaultPort))
                .toList();
        require(!hosts.isEmpty(), "hosts is empty; name one as host:port");
        return hosts;
    }

    private static Host host(String text, int defaultPort) {
        try {
            URI uri = new URI("redis://" + text);
            if (uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getPath().isEmpty()) {
                return new Host(uri.getHost(), uri.getPort() < 0 ? defaultPort : uri.getPort());
            }
        } catch (URISyntaxException e) {
            throw new StoreUnavailableException(
                    Reason.UNREACHABLE,
                    "configuration: hosts has '" + Secrets.blot(text) + "', which is not host:port",
                    e);
        }
        throw new StoreUnavailableException(
                Reason.UNREACHABLE,
                "configuration: hosts has an entry that is not host:port; user and password have settings of their own");
    }

    private static Optional<Path> path(String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text.trim()));
    }

    private static Duration millis(int least, int most, int value) {
        return Duration.ofMillis(Math.max(least, Math.min(most, value)));
    }

    @Override
    public String toString() {
        return mode + " " + addresses() + (tls.on() ? " with TLS" : "") + ", database " + database + ", prefix "
                + prefix;
    }
}
