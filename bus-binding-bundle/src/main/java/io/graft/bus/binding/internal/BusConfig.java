package io.graft.bus.binding.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be configured. The values are read by {@link BusSettings}. */
@ObjectClassDefinition(
        name = "Graft message bus",
        description = "Which bus the gateway is bound to, and how it speaks there. Changes take effect at once, but for"
                + " the prefix and the escaping, which take effect with the next start.")
@interface BusConfig {

    String PID = "io.graft.bus";

    @AttributeDefinition(name = "Provider", description = "Filter that selects the bus provider.")
    String bus_target() default "(bus.provider=broker)";

    @AttributeDefinition(name = "Prefix", description = "What all topics begin with. Takes effect with the next start.")
    String prefix() default "edgex";

    @AttributeDefinition(
            name = "Escaped names",
            description = "Escape all names in topics, as EdgeX does with EnableNameFieldEscape. Takes effect with the"
                    + " next start.")
    boolean names_escape() default false;

    @AttributeDefinition(
            name = "Payloads in base64",
            description = "Write payloads in base64, for services of EdgeX 3. Those that are read may have any form.")
    boolean payload_base64() default false;

    @AttributeDefinition(
            name = "Drain time-out",
            description = "Seconds that a provider is given, when it is let go, to end what is open on it.",
            min = "0",
            max = "4")
    int drain_timeout_seconds() default 4;

    @AttributeDefinition(
            name = "Telemetry",
            description = "Seconds from one publication of the services' figures to the next; 0 for none.",
            min = "0",
            max = "86400")
    int telemetry_interval_seconds() default 30;
}
