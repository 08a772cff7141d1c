package io.graft.metadata.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What can be configured. The values are read by {@link SettingsReader}. */
@ObjectClassDefinition(
        name = "Graft core-metadata",
        description = "Devices, device profiles, device services and provision watchers. Changes take effect at once.")
@interface MetadataConfig {

    String PID = "io.graft.metadata";

    @AttributeDefinition(
            name = "Port",
            description = "TCP port of the service's own; 0 for none: then it is on the gateway's common port only.",
            min = "0",
            max = "65535")
    int port() default 59881;

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
            name = "Largest page",
            description = "The most items in one answer; also what limit=-1 asks for.",
            min = "1")
    int max_result_count() default 1024;

    @AttributeDefinition(
            name = "Largest request",
            description = "The largest body of a request, in bytes.",
            min = "1024")
    long max_request_size() default 25_000_000;

    @AttributeDefinition(
            name = "Strict profile changes",
            description = "Refuse to replace profiles and to remove resources or commands from them (423).")
    boolean strict_profile_changes() default false;

    @AttributeDefinition(name = "Strict profile deletes", description = "Refuse to delete profiles (423).")
    boolean strict_profile_deletes() default false;

    @AttributeDefinition(
            name = "Unit validation",
            description = "Refuse profiles whose resources have units that are not known (400).")
    boolean uom_validation() default false;

    @AttributeDefinition(
            name = "File of units",
            description = "Path of a YAML file with the known units of measure; empty for those that come with Graft.",
            required = false)
    String uom_file() default "";

    @AttributeDefinition(name = "Most devices", description = "The most devices; 0 for no limit.", min = "0")
    long max_devices() default 0;

    @AttributeDefinition(
            name = "Most resources",
            description = "The most resources that all devices use together; 0 for no limit.",
            min = "0")
    long max_resources() default 0;

    @AttributeDefinition(
            name = "Time for device services",
            description = "How long a device service may take to validate a device, e.g. 5s or 500ms; 60s at most.")
    String request_timeout() default "5s";

    @AttributeDefinition(
            name = "Device validation",
            description = "Whether device services are asked on the message bus to validate devices that are added or"
                    + " changed, as in EdgeX.",
            options = {@Option(value = "bus"), @Option(value = "off")})
    String device_validation() default "bus";

    @AttributeDefinition(name = "Store", description = "Filter that selects the provider whose document store is used.")
    String documents_target() default "(persistence.provider=embedded)";
}
