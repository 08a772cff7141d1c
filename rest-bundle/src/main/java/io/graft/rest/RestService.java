package io.graft.rest;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A REST service, registered as an OSGi service. It is served from registration on, whether it has a store or not. Its
 * methods may be called by any thread at any time. When a value that they give has changed, the service's registration
 * must be modified (a DS component's is, when its configuration is).
 */
@ConsumerType
public interface RestService {

    /**
     * The name by which EdgeX knows it, e.g. {@code core-data}; also its path prefix on the common port. The service
     * {@code gateway} is the gateway itself, and is served there without a prefix too; so are services whose names
     * begin with {@code gateway-}, with the routes that it has not.
     */
    String name();

    /** The PID of its configuration, e.g. {@code io.graft.coredata}; also the name of its logger. */
    String pid();

    /** The TCP port of its own, or 0 for none: then it is served on the common port only. */
    int port();

    /** Its routes, relative to {@code /api/v3}. */
    Routes routes();

    /** Its settings with the values in force, in the order of their paths. */
    List<Setting> settings();
}
