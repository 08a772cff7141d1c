package io.graft.bus.broker.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        name = "Graft MQTT broker",
        description =
                "The MQTT broker inside the gateway. Settings take effect when they are saved; a change of where it"
                        + " listens ends the connections of clients, which connect again.")
@interface BrokerConfiguration {

    @AttributeDefinition(
            name = "Enabled",
            description = "Whether the port is open. Without it the gateway's own messages go on.")
    boolean enabled() default true;

    @AttributeDefinition(
            name = "Host",
            description = "The address that it listens on: 127.0.0.1 serves this machine only; others need a realm.")
    String host() default "127.0.0.1";

    @AttributeDefinition(
            name = "Port",
            description = "The port that it listens on; 0 for one that is free.",
            min = "0",
            max = "65535")
    int port() default 1883;

    @AttributeDefinition(
            name = "TLS key store",
            description = "A PKCS #12 file with the key and the certificate; empty for no TLS.",
            required = false)
    String tls_keystore() default "";

    @AttributeDefinition(
            name = "TLS key store password",
            description = "The password of the key store. Use a placeholder, e.g. $[secret:broker-keystore].",
            type = AttributeType.PASSWORD,
            required = false)
    String tls_keystore_password() default "";

    @AttributeDefinition(
            name = "Realm",
            description = "The JAAS realm whose users may connect, e.g. karaf; empty: everybody on this machine may.",
            required = false)
    String realm() default "";

    @AttributeDefinition(name = "Role", description = "The role that a user needs; empty: none.", required = false)
    String role() default "bus";

    @AttributeDefinition(
            name = "Connections",
            description = "How many clients may be connected at once.",
            min = "1",
            max = "100000")
    int connections_max() default 500;

    @AttributeDefinition(
            name = "Message size",
            description = "How many bytes of payload a message may have.",
            min = "1024",
            max = "256000000")
    int message_max_bytes() default 26_000_000;

    @AttributeDefinition(
            name = "Sessions",
            description = "How many sessions of clients there may be, connected or not; the one that has been without a"
                    + " connection for longest makes room for a new one.",
            min = "1",
            max = "100000")
    int sessions_max() default 1_000;

    @AttributeDefinition(
            name = "Session expiry",
            description = "How long a session outlives its connection at most, in seconds. Sessions are in memory.",
            min = "0",
            max = "31536000")
    int session_expiry_max_seconds() default 3_600;

    @AttributeDefinition(
            name = "Queue of a client, messages",
            description = "How many messages wait for a client that is slow or away; then the oldest is dropped and"
                    + " counted.",
            min = "1",
            max = "1000000")
    int queue_max_messages() default 1_000;

    @AttributeDefinition(
            name = "Queue of a client, bytes",
            description = "How many bytes of payload wait for a client that is slow or away.",
            min = "1024",
            max = "1000000000")
    int queue_max_bytes() default 32_000_000;

    @AttributeDefinition(
            name = "Hold",
            description =
                    "How long what is published waits for a durable subscription of the gateway that is closed, in"
                            + " seconds: for the upgrade of a service.",
            min = "0",
            max = "3600")
    int hold_seconds() default 30;

    @AttributeDefinition(
            name = "Drain",
            description = "How long the broker waits at its end for acknowledgements of what was delivered, in"
                    + " milliseconds.",
            min = "0",
            max = "30000")
    int drain_millis() default 2_000;
}
