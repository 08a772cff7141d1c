package io.graft.persistence.embedded.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        name = "Graft embedded persistence",
        description = "The database that needs no server: events and documents in files of the gateway's own.")
@interface EmbeddedConfiguration {

    @AttributeDefinition(
            name = "Directory",
            description =
                    "Where the files are. Empty for store/embedded in the gateway's data folder. Takes effect when"
                            + " the gateway is started again.",
            required = false)
    String directory() default "";

    @AttributeDefinition(
            name = "Time-out",
            description =
                    "How long a change waits for the disk at most, in milliseconds, 100 to 600000. Takes effect at"
                            + " once.",
            min = "100",
            max = "600000")
    int timeout_millis() default 10_000;

    @AttributeDefinition(
            name = "Queue",
            description = "How much may wait to be written, in MiB, 1 to 1024; more is refused as busy. Kept in memory."
                    + " Takes effect at once.",
            min = "1",
            max = "1024")
    int queue_mebibytes() default 32;

    @AttributeDefinition(
            name = "Log of events",
            description = "Size of each of the two files of the events' redo log, in MiB, 1 to 256. Takes effect when"
                    + " the gateway is started again.",
            min = "1",
            max = "256")
    int events_log_mebibytes() default 8;

    @AttributeDefinition(
            name = "Table of events",
            description = "How much memory the newest events take before they are moved to a file, in MiB, 1 to 256;"
                    + " there are two such tables at most. Takes effect when the gateway is started again.",
            min = "1",
            max = "256")
    int events_table_mebibytes() default 16;

    @AttributeDefinition(
            name = "Names of events",
            description = "How many different devices, sources, resources and series the events may name, 1000 to"
                    + " 10000000. They are kept in memory, about 200 bytes each. Takes effect when the gateway is started"
                    + " again.",
            min = "1000",
            max = "10000000")
    int events_names_max() default 250_000;
}
