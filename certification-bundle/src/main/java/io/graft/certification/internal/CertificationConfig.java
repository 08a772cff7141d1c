package io.graft.certification.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of certification. */
@ObjectClassDefinition(
        name = "Graft certification",
        description = "Checks persistence providers against the contract, in the running gateway.")
@interface CertificationConfig {

    String PID = "io.graft.certification";

    @AttributeDefinition(
            name = "Longest certification",
            description = "Minutes after which no further check is begun, 1 to 600. A certificate is incomplete then.",
            min = "1",
            max = "600")
    int limit_minutes() default 30;
}
