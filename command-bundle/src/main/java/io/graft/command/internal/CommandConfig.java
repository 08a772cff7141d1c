package io.graft.command.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What can be configured. The values are read by {@link SettingsReader}. */
@ObjectClassDefinition(
        name = "Graft core-command",
        description = "Commands to devices through their device services. Changes take effect at once.")
@interface CommandConfig {

    String PID = "io.graft.command";

    @AttributeDefinition(
            name = "Port",
            description = "TCP port of the service's own; 0 for none: then it is on the gateway's common port only.",
            min = "0",
            max = "65535")
    int port() default 59882;

    @AttributeDefinition(
            name = "Log level",
            description = "How much the service logs.",
            options = {
                @Option(value = "TRACE"),
                @Option(value = "DEBUG"),
                @Option(value = "INFO"),
                @Option(value = "WARN"),
                @Option(value = "ERROR")
            })
    String log_level() default "INFO";

    @AttributeDefinition(
            name = "URL",
            description = "Where clients reach the service, as lists of commands say it; empty for"
                    + " http://localhost:<port>.",
            required = false)
    String url() default "";

    @AttributeDefinition(
            name = "Largest page",
            description = "The most devices in one answer; also what limit=-1 asks for.",
            min = "1",
            max = "65536")
    int max_result_count() default 1024;

    @AttributeDefinition(
            name = "Largest request",
            description = "The largest body of a request, in bytes.",
            min = "1024",
            max = "16777216")
    int max_request_size() default 1_048_576;

    @AttributeDefinition(
            name = "Largest answer",
            description = "The largest answer of a device service that is passed on, in bytes.",
            min = "1024",
            max = "33554432")
    int max_answer_size() default 25_600_000;

    @AttributeDefinition(
            name = "Request time-out",
            description = "How long a device service may take for its answer, 10ms to 5m.")
    String request_timeout() default "5s";

    @AttributeDefinition(
            name = "Connect time-out",
            description = "How long a connection to a device service may take, 10ms to 5m; part of the request"
                    + " time-out.")
    String connect_timeout() default "2s";

    @AttributeDefinition(
            name = "Commands at once",
            description = "How many commands are under way at once; more are answered with 503.",
            min = "1",
            max = "1024")
    int requests_max() default 64;

    @AttributeDefinition(
            name = "Commands to one service at once",
            description = "How many of them go to one device service, so that one that hangs does not take all places.",
            min = "1",
            max = "1024")
    int requests_max_per_service() default 16;

    @AttributeDefinition(
            name = "Check parameters",
            description = "Whether values are held against the device's profile before the device is touched.")
    boolean check_parameters() default true;

    @AttributeDefinition(
            name = "Circuit: failures",
            description = "After how many commands in succession that a device service has not answered more of them"
                    + " fail at once; 0 for never.",
            min = "0",
            max = "1000")
    int circuit_failures() default 5;

    @AttributeDefinition(name = "Circuit: pause", description = "How long until a command is tried again, 10ms to 5m.")
    String circuit_pause() default "5s";
}
