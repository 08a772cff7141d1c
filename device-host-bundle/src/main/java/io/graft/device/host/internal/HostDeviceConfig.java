package io.graft.device.host.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Describes the configuration for consoles; {@link HostSettings} reads it. */
@ObjectClassDefinition(
        name = "Graft host device service",
        description = "Measures the machine that the gateway runs on, as device 'this-machine'.")
@interface HostDeviceConfig {

    @AttributeDefinition(name = "Enabled", description = "Whether the machine is measured.")
    boolean enabled() default true;

    @AttributeDefinition(
            name = "Interval",
            description =
                    "Milliseconds from one event to the next. What is written to the resource SamplingInterval holds"
                            + " until this is changed.",
            min = "100",
            max = "86400000")
    long interval_ms() default 1000;

    @AttributeDefinition(
            name = "On change",
            description = "Whether only values that have changed are sent. All are sent every five minutes even so.")
    boolean on_change() default true;

    @AttributeDefinition(
            name = "Port",
            description = "The TCP port for commands; 0 for none of its own.",
            min = "0",
            max = "65535")
    int port() default 59997;

    @AttributeDefinition(name = "core-metadata", description = "Address of core-metadata, http://host:port.")
    String metadata_url() default "http://localhost:59881";

    @AttributeDefinition(name = "core-data", description = "Address of core-data, http://host:port.")
    String data_url() default "http://localhost:59880";

    @AttributeDefinition(
            name = "Base address",
            description =
                    "Where core-metadata tells others to find this device service; empty for this machine and the port.")
    String base_address() default "";

    @AttributeDefinition(
            name = "Folder",
            description = "A folder in the file system that is measured; empty for the gateway's data folder.")
    String disk_path() default "";
}
