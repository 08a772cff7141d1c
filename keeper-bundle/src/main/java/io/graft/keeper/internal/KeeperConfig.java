package io.graft.keeper.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Describes the configuration for consoles; {@link KeeperSettings} reads it. */
@ObjectClassDefinition(
        name = "Graft core-keeper",
        description = "Settings and service registry under EdgeX core-keeper's API.")
@interface KeeperConfig {

    @AttributeDefinition(
            name = "Port",
            description = "TCP port of its own; 0 for none: then it is served on the common port only.",
            min = "0",
            max = "65535")
    int port() default 59890;

    @AttributeDefinition(
            name = "Log level",
            description = "The least severe messages that are logged.",
            options = {
                @Option(label = "Trace", value = "TRACE"),
                @Option(label = "Debug", value = "DEBUG"),
                @Option(label = "Info", value = "INFO"),
                @Option(label = "Warn", value = "WARN"),
                @Option(label = "Error", value = "ERROR")
            })
    String log_level() default "INFO";

    @AttributeDefinition(
            name = "Store",
            description = "LDAP filter that selects the store for registrations and for the keys of other services.")
    String documents_target() default "(persistence.provider=embedded)";

    @AttributeDefinition(
            name = "Host in the registry",
            description = "Host name or address at which others reach the gateway's services.")
    String registry_host() default "localhost";

    @AttributeDefinition(
            name = "Services in the registry",
            description = "How many services outside the gateway may be registered.",
            min = "0",
            max = "10000")
    int registry_max() default 256;

    @AttributeDefinition(
            name = "Largest value",
            description = "Largest request body with values, in KiB.",
            min = "1",
            max = "16384")
    int request_max_kb() default 1024;
}
