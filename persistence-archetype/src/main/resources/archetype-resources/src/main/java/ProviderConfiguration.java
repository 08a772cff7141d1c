package ${package};

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        name = "${provider} persistence",
        description = "Events and documents in one file. Everything takes effect at once.")
@interface ProviderConfiguration {

    @AttributeDefinition(
            name = "Name",
            description = "What services are bound to: lower-case letters, digits and dashes. Two instances have two"
                    + " names.")
    String name() default "${provider}";

    @AttributeDefinition(
            name = "Directory",
            description = "Where the files are. Empty for store/ and the name in the gateway's data folder.",
            required = false)
    String directory() default "";
}
