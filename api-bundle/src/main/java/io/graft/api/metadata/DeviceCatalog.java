package io.graft.api.metadata;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What core-metadata knows of all devices; an OSGi service, safe for use by many threads. Devices one by one are in the
 * {@link DeviceDirectory}.
 */
@ProviderType
public interface DeviceCatalog {

    /**
     * How long events are kept, as far as automatic readings of devices say so.
     *
     * @throws io.graft.api.persistence.StoreException if the store can't tell now
     */
    List<EventRetention> retentions();
}
