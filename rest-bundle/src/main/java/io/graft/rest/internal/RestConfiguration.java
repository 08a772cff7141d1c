package io.graft.rest.internal;

import java.time.Duration;
import java.util.Arrays;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration {@code io.graft.rest}; {@link RestSettings} says what each value means. */
@ObjectClassDefinition(
        name = "Graft REST",
        description = "What all REST services of the gateway share. A change takes effect at once.")
@interface RestConfiguration {

    @AttributeDefinition(
            name = "Host",
            description = "Address that the services' own ports are bound to. 127.0.0.1 serves this machine only;"
                    + " 0.0.0.0 serves the network, without authentication.")
    String host() default "127.0.0.1";

    @AttributeDefinition(name = "Requests at once", description = "How many requests are answered at the same time.")
    int requests_max() default 100;

    @AttributeDefinition(
            name = "Waiting requests",
            description = "How many more requests may wait for their turn; what comes beyond is answered 503.")
    int requests_waiting_max() default 40;

    @AttributeDefinition(name = "Request wait", description = "How long a request waits for its turn, in milliseconds.")
    int requests_wait_millis() default 1000;

    @AttributeDefinition(name = "Connections", description = "How many connections a service's own port takes at once.")
    int connections_max() default 1024;

    @AttributeDefinition(
            name = "Idle time-out",
            description = "How long a connection may be silent before it is closed, in seconds.")
    int idle_timeout_seconds() default 30;

    @AttributeDefinition(
            name = "Body budget",
            description = "How many bytes of request bodies larger than 64 KiB are held in memory at once.")
    long body_budget() default 64L << 20;

    @AttributeDefinition(
            name = "Body wait",
            description = "How long a large body waits for room in the budget before it is answered 503, in"
                    + " milliseconds.")
    int body_wait_millis() default 2000;

    @AttributeDefinition(
            name = "Upload grace",
            description = "How long any body may take, in seconds; after that the upload rate counts.")
    int upload_grace_seconds() default 10;

    @AttributeDefinition(
            name = "Upload rate",
            description = "How many bytes a second a body must bring, once the grace is over.")
    int upload_rate() default 16 * 1024;

    @AttributeDefinition(
            name = "Services of a ready gateway",
            description = "The gateway is ready when these services are there and their ports are open.")
    String[] ready_services() default {"core-data", "core-metadata", "core-keeper"};

    /** Checks the values. */
    final class Checked {

        private Checked() {}

        static RestSettings of(RestConfiguration config) {
            return new RestSettings(
                    config.host().strip(),
                    config.requests_max(),
                    config.requests_waiting_max(),
                    Duration.ofMillis(config.requests_wait_millis()),
                    config.connections_max(),
                    Duration.ofSeconds(config.idle_timeout_seconds()),
                    config.body_budget(),
                    Duration.ofMillis(config.body_wait_millis()),
                    Duration.ofSeconds(config.upload_grace_seconds()),
                    config.upload_rate(),
                    Arrays.stream(config.ready_services())
                            .flatMap(names -> Arrays.stream(names.split(",")))
                            .map(String::strip)
                            .filter(name -> !name.isEmpty())
                            .toList());
        }
    }
}
