package io.graft.persistence.binding;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Which services are bound to which persistence providers: an OSGi service for whatever lists or changes that. Safe for
 * use by many threads.
 */
@ProviderType
public interface Bindings {

    /** The bindings of all services, by service and reference. */
    List<Binding> bindings();

    /**
     * The providers that are installed, by name and version. Asks their health checks, for two seconds at most: one
     * that does not answer in time counts as failed.
     */
    List<Provider> providers();

    /** The spools of the services that keep events, by service and reference; quick, and waits for nothing. */
    default List<SpoolStatus> spools() {
        return List.of();
    }

    /**
     * Binds a service to another provider: writes the target into the service's configuration and its file, and returns
     * when the service is bound. Changes are made one at a time. When it fails, the binding before stays.
     *
     * @param service the service's name
     * @param reference which of its references; empty if it has one only
     * @param provider the provider's name
     * @return the binding as it is then
     * @throws BindingException if there is no such service, reference or provider, if the provider can't serve now, or
     *     if the change can't be made
     */
    Binding bind(String service, Optional<String> reference, String provider);
}
