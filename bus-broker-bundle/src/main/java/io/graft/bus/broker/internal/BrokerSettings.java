package io.graft.bus.broker.internal;

import io.graft.api.bus.BusException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the broker works, checked. Its text has no secret.
 *
 * @param enabled whether the port is open
 * @param limits what may be of what
 * @param hold how long what is published waits for a durable subscription that is closed
 * @param drain how long a close waits for acknowledgements
 */
public record BrokerSettings(boolean enabled, Listening listening, Limits limits, Duration hold, Duration drain) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\[(env|secret|prop):[^]]*]");

    /**
     * Where it listens, and to whom. A change of this closes the port and opens it again.
     *
     * @param keystore a PKCS #12 file with the key and the certificate for TLS; empty for no TLS
     * @param realm the JAAS realm of those who may connect; empty for everybody on this machine
     * @param role what they need there
     */
    public record Listening(
            String host, int port, String keystore, String keystorePassword, String realm, String role) {

        public boolean tls() {
            return !keystore.isEmpty();
        }

        @Override
        public String toString() {
            return (tls() ? "ssl://" : "tcp://") + host + ":" + port;
        }
    }

    /**
     * What may be of what.
     *
     * @param connections at once
     * @param messageBytes payload of a message
     * @param sessions of clients, connected or not
     * @param sessionExpiry how long a session outlives its connection at most
     * @param queueMessages messages that wait for a client
     * @param queueBytes payload of these
     */
    public record Limits(
            int connections,
            int messageBytes,
            int sessions,
            Duration sessionExpiry,
            int queueMessages,
            long queueBytes) {}

    /** With the port closed: for a configuration that can't be used. */
    static final BrokerSettings CLOSED = new BrokerSettings(
            false,
            new Listening("127.0.0.1", 0, "", "", "", ""),
            new Limits(1, 26_000_000, 1, Duration.ZERO, 1, 1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2));

    /** @throws BusException if one of the settings can't be used: says which, and what to do */
    static BrokerSettings of(BrokerConfiguration configuration) {
        Listening listening = new Listening(
                configuration.host().trim(),
                between("port", configuration.port(), 0, 65_535),
                configuration.tls_keystore().trim(),
                filled("tls.keystore.password", configuration.tls_keystore_password()),
                configuration.realm().trim(),
                configuration.role().trim());
        requireSafe(listening);
        Limits limits = new Limits(
                between("connections.max", configuration.connections_max(), 1, 100_000),
                between("message.max.bytes", configuration.message_max_bytes(), 1_024, 256_000_000),
                between("sessions.max", configuration.sessions_max(), 1, 100_000),
                Duration.ofSeconds(between(
                        "session.expiry.max.seconds", configuration.session_expiry_max_seconds(), 0, 31_536_000)),
                between("queue.max.messages", configuration.queue_max_messages(), 1, 1_000_000),
                between("queue.max.bytes", configuration.queue_max_bytes(), 1_024, 1_000_000_000));
        return new BrokerSettings(
                configuration.enabled(),
                listening,
                limits,
                Duration.ofSeconds(between("hold.seconds", configuration.hold_seconds(), 0, 3_600)),
                Duration.ofMillis(between("drain.millis", configuration.drain_millis(), 0, 30_000)));
    }

    private static void requireSafe(Listening listening) {
        if (listening.realm().isEmpty() && !isLoopback(listening.host())) {
            throw new BusException(
                    "host is " + listening.host() + ", which other machines can reach, and no realm is set:"
                            + " set realm (e.g. karaf) so that clients need a user, or host = 127.0.0.1");
        }
        if (listening.tls() && !Files.isReadable(Path.of(listening.keystore()))) {
            throw new BusException("tls.keystore is " + listening.keystore()
                    + ", which can't be read: give a PKCS #12 file, or nothing for no TLS");
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new BusException("host is " + host + ", which is no address of this machine", e);
        }
    }

    private static int between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new BusException(name + " is " + value + ", and must be from " + least + " to " + most);
        }
        return value;
    }

    private static String filled(String name, String value) {
        Matcher placeholder = PLACEHOLDER.matcher(value);
        if (placeholder.find()) {
            throw new BusException(
                    name + " is " + placeholder.group() + " in the configuration, and there is no such value; set it");
        }
        return value;
    }

    @Override
    public String toString() {
        return "BrokerSettings[" + listening + ", " + limits + "]";
    }
}
