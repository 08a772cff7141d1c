package io.graft.bus.mqtt.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

@ObjectClassDefinition(
        name = "Graft MQTT bus",
        description =
                "The message bus over an MQTT broker of the site. All settings take effect when they are saved: the"
                        + " provider connects anew.")
@interface MqttConfiguration {

    @AttributeDefinition(
            name = "Address",
            description = "Where the broker listens: tcp://host:1883, or ssl://host:8883 for TLS.")
    String url() default "tcp://127.0.0.1:1883";

    @AttributeDefinition(
            name = "MQTT version",
            description =
                    "5 or 3.1.1. With 5 the broker is told how much may be sent before it is acknowledged, and says"
                            + " why it refuses something.",
            options = {@Option(label = "5", value = "5"), @Option(label = "3.1.1", value = "3.1.1")})
    String version() default "5";

    @AttributeDefinition(
            name = "Client id",
            description =
                    "What the broker knows the gateway by; the names of subscriptions are added to it. Every gateway"
                            + " needs its own, and always the same. Empty: graft- and the name of the machine.",
            required = false)
    String client_id() default "";

    @AttributeDefinition(name = "User", description = "The user's name; empty for none.", required = false)
    String user() default "";

    @AttributeDefinition(
            name = "Password",
            description = "The user's password; empty for none. Use a placeholder, e.g. $[secret:mqtt] or"
                    + " $[env:MQTT_PASSWORD].",
            type = AttributeType.PASSWORD,
            required = false)
    String password() default "";

    @AttributeDefinition(
            name = "TLS verification",
            description = "For ssl://. full: the certificate has to be valid for the host's name; ca: only signed by a"
                    + " trusted authority; none: anyone is trusted.",
            options = {
                @Option(label = "Full", value = "full"),
                @Option(label = "Authority only", value = "ca"),
                @Option(label = "None", value = "none")
            })
    String tls_verify() default "full";

    @AttributeDefinition(
            name = "TLS authorities",
            description = "PEM file of the certificates of trusted authorities; empty for those of the JDK.",
            required = false)
    String tls_authorities() default "";

    @AttributeDefinition(
            name = "TLS certificate",
            description = "PEM file of the gateway's own certificate, when the broker asks for one.",
            required = false)
    String tls_certificate() default "";

    @AttributeDefinition(
            name = "TLS key",
            description = "PEM file (PKCS #8) of the key of the gateway's own certificate.",
            required = false)
    String tls_key() default "";

    @AttributeDefinition(
            name = "Keep alive",
            description = "After how many seconds of silence the connection is tried, 5 to 3600; a broker that does not"
                    + " answer for twice as long is given up.",
            min = "5",
            max = "3600")
    int keep_alive_seconds() default 30;

    @AttributeDefinition(
            name = "Connection time-out",
            description = "How long a connection may take to be made at most, in milliseconds, 100 to 60000.",
            min = "100",
            max = "60000")
    int connect_timeout_millis() default 5_000;

    @AttributeDefinition(
            name = "Longest pause",
            description = "How long to wait between two attempts to connect at most, in seconds, 1 to 3600.",
            min = "1",
            max = "3600")
    int reconnect_seconds() default 30;

    @AttributeDefinition(
            name = "Publishing time-out",
            description = "How long the broker may take to say that it has a message, in milliseconds, 100 to 600000.",
            min = "100",
            max = "600000")
    int publish_timeout_millis() default 10_000;

    @AttributeDefinition(
            name = "Publications under way",
            description = "How many messages may wait for the broker's answer, 1 to 65535; one more fails at once.",
            min = "1",
            max = "65535")
    int publish_open_max() default 1_024;

    @AttributeDefinition(
            name = "Bytes under way",
            description = "How many bytes of payload they may have together, 1024 or more.",
            min = "1024")
    long publish_open_bytes() default 33_554_432;

    @AttributeDefinition(
            name = "Drain time",
            description =
                    "How long deliveries of a closed subscription can still be acknowledged, in milliseconds, 0 to"
                            + " 10000.",
            min = "0",
            max = "10000")
    int drain_millis() default 2_000;

    @AttributeDefinition(
            name = "Session",
            description =
                    "How many hours the broker keeps what was published while the gateway was away, 1 to 87600. With"
                            + " MQTT 3.1.1 the broker's own setting counts.",
            min = "1",
            max = "87600")
    int session_hours() default 168;
}
