package io.graft.persistence.redis.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

@ObjectClassDefinition(
        name = "Graft Redis persistence",
        description = "Events and documents in Redis 6.2 or newer. All settings take effect when they are saved: the"
                + " provider connects anew, and stays connected as before while that fails.")
@interface RedisConfiguration {

    @AttributeDefinition(
            name = "Name",
            description =
                    "What services are bound to: lower-case letters, digits and dashes. Each instance has its own.")
    String name() default "redis";

    @AttributeDefinition(
            name = "Mode",
            description = "standalone: one server; sentinel: the master that sentinels name; cluster: a Redis cluster.",
            options = {
                @Option(label = "Standalone", value = "standalone"),
                @Option(label = "Sentinel", value = "sentinel"),
                @Option(label = "Cluster", value = "cluster")
            })
    String mode() default "standalone";

    @AttributeDefinition(
            name = "Hosts",
            description = "host:port of the server, of the sentinels, or of some nodes of the cluster, separated by"
                    + " commas.")
    String hosts() default "localhost:6379";

    @AttributeDefinition(
            name = "Sentinel master",
            description = "The name under which the sentinels know the master; for mode sentinel.",
            required = false)
    String sentinel_master() default "";

    @AttributeDefinition(
            name = "Sentinel password",
            description = "The password of the sentinels, if they have one. Use a placeholder, e.g."
                    + " $[secret:redis-sentinel].",
            type = AttributeType.PASSWORD,
            required = false)
    String sentinel_password() default "";

    @AttributeDefinition(name = "User", description = "The user's name; empty for the default user.", required = false)
    String user() default "";

    @AttributeDefinition(
            name = "Password",
            description = "The user's password; empty for none. Use a placeholder, e.g. $[secret:redis] or"
                    + " $[env:REDIS_PASSWORD].",
            type = AttributeType.PASSWORD,
            required = false)
    String password() default "";

    @AttributeDefinition(
            name = "Database",
            description = "The number of the database, 0 or more; a cluster has 0 only.",
            min = "0")
    int database() default 0;

    @AttributeDefinition(
            name = "Prefix",
            description =
                    "What all keys begin with, letters, digits, dots and dashes; gateways that share a server need"
                            + " different ones.")
    String prefix() default "graft";

    @AttributeDefinition(name = "TLS", description = "Whether the connection is encrypted.")
    boolean tls() default false;

    @AttributeDefinition(
            name = "TLS verification",
            description = "full: the certificate has to be valid for the host's name; ca: only signed by a trusted"
                    + " authority; none: anyone is trusted.",
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
            description = "PEM file of the gateway's own certificate, when the server asks for one.",
            required = false)
    String tls_certificate() default "";

    @AttributeDefinition(
            name = "TLS key",
            description = "PEM file (PKCS #8) of the key of the gateway's own certificate.",
            required = false)
    String tls_key() default "";

    @AttributeDefinition(
            name = "Time-out",
            description = "How long a command may take at most, in milliseconds, 100 to 600000.",
            min = "100",
            max = "600000")
    int timeout_millis() default 5_000;

    @AttributeDefinition(
            name = "Connection time-out",
            description = "How long a connection may take to be made at most, in milliseconds, 100 to 60000.",
            min = "100",
            max = "60000")
    int connect_timeout_millis() default 3_000;

    @AttributeDefinition(
            name = "Commands in flight",
            description = "How many commands may wait for an answer at once, 1 to 10000; more are refused as busy.",
            min = "1",
            max = "10000")
    int in_flight_max() default 256;

    @AttributeDefinition(
            name = "Wait for replicas",
            description =
                    "How many replicas must have a change before it is acknowledged (WAIT); 0 to not wait. Not for"
                            + " mode cluster.",
            min = "0",
            max = "16")
    int wait_replicas() default 0;

    @AttributeDefinition(
            name = "Wait for the disk",
            description =
                    "Whether a change must be in the append-only file of the server, and of as many replicas as are"
                            + " waited for, before it is acknowledged (WAITAOF, Redis 7.2 or newer). Not for mode cluster.")
    boolean wait_disk() default false;

    @AttributeDefinition(
            name = "Wait time-out",
            description = "How long to wait for replicas and the disk at most, in milliseconds, 1 to 600000; then the"
                    + " change is not acknowledged.",
            min = "1",
            max = "600000")
    int wait_timeout_millis() default 1_000;
}
