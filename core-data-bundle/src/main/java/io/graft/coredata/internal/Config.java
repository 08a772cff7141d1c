package io.graft.coredata.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Describes the configuration for consoles; {@link SettingsReader} reads it. */
@ObjectClassDefinition(
        name = "Graft core-data",
        description = "Events and readings: ingest, queries, deletion, retention. Every change takes effect at once.")
@interface Config {

    @AttributeDefinition(
            name = "Event store",
            description = "Filter that selects the persistence provider, e.g. (persistence.provider=embedded).",
            required = false)
    String events_target() default "(persistence.provider=embedded)";

    @AttributeDefinition(
            name = "Append time-out",
            description = "How long an event is given to get into the store before it goes to the spool, 10ms to 1m.",
            required = false)
    String append_timeout() default "2s";

    @AttributeDefinition(
            name = "Spool size",
            description = "How many bytes the spool may take, 1048576 to 1099511627776; 0 for no spool: then events are"
                    + " refused while the store does not take them.",
            required = false,
            type = AttributeType.LONG)
    long spool_bytes() default 1_073_741_824L;

    @AttributeDefinition(
            name = "Spool: time to live",
            description = "After which time a spooled event is given up if no store takes it, e.g. 30m, 2h, 7d; or"
                    + " forever.",
            required = false)
    String spool_timeToLive() default "2h";

    @AttributeDefinition(
            name = "Port",
            description = "TCP port of the service, 0 to 65535; 0 serves it on the gateway's common port only.",
            required = false)
    int port() default 59880;

    @AttributeDefinition(
            name = "Persist data",
            description = "Whether events are stored. If not, they are checked and acknowledged, and forgotten.",
            required = false)
    boolean persist_data() default true;

    @AttributeDefinition(
            name = "Log level",
            description = "The least severe messages that are logged.",
            required = false,
            options = {
                @Option(label = "Trace", value = "TRACE"),
                @Option(label = "Debug", value = "DEBUG"),
                @Option(label = "Info", value = "INFO"),
                @Option(label = "Warn", value = "WARN"),
                @Option(label = "Error", value = "ERROR")
            })
    String log_level() default "INFO";

    @AttributeDefinition(
            name = "Take events from the bus",
            description = "Whether the events that devices publish on the message bus are taken.",
            required = false)
    boolean bus_subscribe() default true;

    @AttributeDefinition(
            name = "Publish on the bus",
            description = "Whether events that come by REST are published on the message bus, once they are stored.",
            required = false)
    boolean bus_publish() default true;

    @AttributeDefinition(
            name = "Purge events of deleted devices",
            description = "Whether the events of a device are deleted when the device is.",
            required = false)
    boolean event_purge() default false;

    @AttributeDefinition(
            name = "Largest event",
            description = "The largest request to add an event, in KB, 1 to 25000; larger ones are refused with 413.",
            required = false)
    int max_event_size() default 25000;

    @AttributeDefinition(
            name = "Largest page",
            description = "The largest limit of a list, and what limit=-1 means; 1 to 65536.",
            required = false)
    int max_result_count() default 1024;

    @AttributeDefinition(
            name = "Largest page in bytes",
            description = "The largest page of a list, in KB of its records, 1 to 65536; a larger one is refused with"
                    + " 413, which says what limit fits.",
            required = false)
    int max_page_size() default 16384;

    @AttributeDefinition(
            name = "Retention interval",
            description = "Time between two rounds of retention, e.g. 10m; 0s for none.",
            required = false)
    String retention_interval() default "10m";

    @AttributeDefinition(
            name = "Retention: most events",
            description = "From this many events of a device's source on, the oldest go until the fewest are left, and"
                    + " age is disregarded; -1 or 0 for no such limit.",
            required = false,
            type = AttributeType.LONG)
    long retention_default_max_cap() default -1;

    @AttributeDefinition(
            name = "Retention: fewest events",
            description = "How many of the newest events of a device's source stay in any case; -1 or 0 for none.",
            required = false,
            type = AttributeType.LONG)
    long retention_default_min_cap() default 1;

    @AttributeDefinition(
            name = "Retention: age",
            description = "Events that are older go, e.g. 168h or 7d; 0s for no such limit.",
            required = false)
    String retention_default_duration() default "168h";
}
