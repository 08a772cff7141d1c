package io.graft.bus.mqtt.internal;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How to connect, checked. Its text has no secret.
 *
 * @param version of MQTT
 * @param clientId the beginning of the ids of all sessions
 * @param user empty for none
 * @param password empty for none
 * @param tls empty if the connection is not encrypted
 */
record MqttSettings(
        String host,
        int port,
        Version version,
        String clientId,
        String user,
        String password,
        Optional<Tls> tls,
        Pace pace,
        Publishing publishing,
        Duration drain,
        Duration sessionKept) {

    private static final int PORT = 1883;
    private static final int TLS_PORT = 8883;
    private static final int MOST_OF_CLIENT_ID = 200;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\[(env|secret|prop):[^]]*]");

    /** A configuration that can't be used. The message names the setting, and what to do. */
    static final class MisconfiguredException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private MisconfiguredException(String message) {
            super(message);
        }
    }

    enum Version {
        V5("5"),
        V3("3.1.1");

        private final String text;

        Version(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** How the broker's certificate is verified. */
    enum Verify {
        FULL,
        CA,
        NONE
    }

    /** Files are PEM. */
    record Tls(Verify verify, Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {}

    /** How fast a connection is made, tried and made anew. */
    record Pace(Duration connect, Duration keepAlive, Duration firstPause, Duration longestPause) {}

    /** Bounds of what waits for the broker's answer. */
    record Publishing(Duration timeout, int open, long openBytes) {}

    static MqttSettings of(MqttConfiguration configuration) {
        URI uri = uri(configuration.url().trim());
        boolean encrypted = uri.getScheme().equals("ssl");
        String user = filled("user", configuration.user().trim());
        String password = filled("password", configuration.password());
        require(
                password.isEmpty() || !user.isEmpty(),
                "password is set and user is not; MQTT has no password without a user");
        return new MqttSettings(
                uri.getHost().replaceAll("[\\[\\]]", ""),
                uri.getPort() < 0 ? (encrypted ? TLS_PORT : PORT) : uri.getPort(),
                version(configuration.version().trim()),
                clientId(configuration.client_id().trim()),
                user,
                password,
                encrypted ? Optional.of(tls(configuration)) : Optional.empty(),
                new Pace(
                        millis(100, 60_000, configuration.connect_timeout_millis()),
                        Duration.ofSeconds(within(5, 3_600, configuration.keep_alive_seconds())),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(within(1, 3_600, configuration.reconnect_seconds()))),
                new Publishing(
                        millis(100, 600_000, configuration.publish_timeout_millis()),
                        within(1, 65_535, configuration.publish_open_max()),
                        Math.max(1_024, configuration.publish_open_bytes())),
                millis(0, 10_000, configuration.drain_millis()),
                Duration.ofHours(within(1, 87_600, configuration.session_hours())));
    }

    /** Where the broker is, for people. */
    String endpoint() {
        return (tls.isPresent() ? "ssl://" : "tcp://") + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static URI uri(String url) {
        String wanted = "; write tcp://host:1883 or ssl://host:8883";
        try {
            URI uri = new URI(url);
            require(
                    uri.getRawUserInfo() == null,
                    "url has a user; user and password have settings of their own, where they stay secret");
            require("tcp".equals(uri.getScheme()) || "ssl".equals(uri.getScheme()), "url is not an address" + wanted);
            require(uri.getHost() != null, "url has no host" + wanted);
            require(
                    (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
                            && uri.getRawQuery() == null
                            && uri.getRawFragment() == null,
                    "url has more than host and port" + wanted);
            return uri;
        } catch (URISyntaxException e) {
            throw new MisconfiguredException("configuration: url can't be read" + wanted);
        }
    }

    private static Version version(String text) {
        return Arrays.stream(Version.values())
                .filter(version -> version.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new MisconfiguredException(
                        "configuration: version '" + text + "' is none of 5 and 3.1.1; write one of them"));
    }

    private static String clientId(String configured) {
        String id = configured.isEmpty() ? "graft-" + machine() : configured;
        require(
                id.length() <= MOST_OF_CLIENT_ID && id.chars().noneMatch(Character::isISOControl),
                "client.id has more than " + MOST_OF_CLIENT_ID + " characters, or one that is not printed; shorten it");
        return id;
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new MisconfiguredException("configuration: client.id is empty and this machine has no name ("
                    + e.getMessage() + "); set client.id");
        }
    }

    private static Tls tls(MqttConfiguration configuration) {
        Verify verify = Arrays.stream(Verify.values())
                .filter(one ->
                        one.name().equals(configuration.tls_verify().trim().toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new MisconfiguredException("configuration: tls.verify '" + configuration.tls_verify()
                        + "' is none of full, ca and none; write one of them"));
        Tls tls = new Tls(
                verify,
                path(configuration.tls_authorities()),
                path(configuration.tls_certificate()),
                path(configuration.tls_key()));
        require(
                tls.certificate().isPresent() == tls.key().isPresent(),
                "of tls.certificate and tls.key only one is set; set both or none");
        return tls;
    }

    private static String filled(String name, String value) {
        Matcher placeholder = PLACEHOLDER.matcher(value);
        if (placeholder.find()) {
            throw new MisconfiguredException("configuration: " + name + " is " + placeholder.group()
                    + ", and there is no such " + (placeholder.group(1).equals("secret") ? "secret" : "variable")
                    + "; set it");
        }
        return value;
    }

    private static void require(boolean met, String otherwise) {
        if (!met) {
            throw new MisconfiguredException("configuration: " + otherwise);
        }
    }

    private static Optional<Path> path(String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text.trim()));
    }

    private static Duration millis(int least, int most, int value) {
        return Duration.ofMillis(within(least, most, value));
    }

    private static int within(int least, int most, int value) {
        return Math.max(least, Math.min(most, value));
    }

    @Override
    public String toString() {
        return endpoint() + " with MQTT " + version + " as " + clientId;
    }
}
