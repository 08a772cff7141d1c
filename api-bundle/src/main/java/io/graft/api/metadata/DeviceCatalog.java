package io.graft.api.metadata;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The devices that core-metadata knows; an OSGi service, safe for use by many threads. */
@ProviderType
public interface DeviceCatalog {

    /**
     * How long events are kept, as far as automatic readings of devices say so.
     *
     * @throws io.graft.api.persistence.StoreException if the store can't tell now
     */
    List<EventRetention> retentions();
}
