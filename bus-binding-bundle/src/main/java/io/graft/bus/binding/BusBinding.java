package io.graft.bus.binding;

import org.osgi.annotation.versioning.ProviderType;

/** Changes which provider the gateway is bound to: an OSGi service for whatever does that. Safe for use by many threads. */
@ProviderType
public interface BusBinding {

    /**
     * Binds the gateway to another provider: writes the target into the bus's configuration and its file, and returns
     * when it is bound. Changes are made one at a time. When it fails, the binding before stays.
     *
     * @param provider the provider's name, e.g. {@code mqtt}
     * @return the binding as it is then
     * @throws BusBindingException if there is no such provider, if it has no connection, or if the change can't be made
     */
    BusBindingStatus bind(String provider);
}
