package io.graft.api.metadata;

import io.graft.api.persistence.Page;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Devices with all that is needed to talk to them: their services and their profiles. An OSGi service, safe for use by
 * many threads. Each call reads the store, so that it sees every change that has been answered; a profile that has not
 * changed since is not parsed again.
 */
@ProviderType
public interface DeviceDirectory {

    /**
     * The device with this name, or empty if there is none.
     *
     * @throws io.graft.api.persistence.StoreUnavailableException if the store can't tell now
     * @throws io.graft.api.persistence.CorruptStoreException if what is stored can't be understood
     */
    Optional<DeviceInfo> device(String name);

    /**
     * A page of all devices in the order of their addition, always with the total.
     *
     * @param offset how many devices to pass over; 0 or more; beyond the end the page is empty
     * @param limit how many devices to return at most; 0 or more
     * @throws IllegalArgumentException if a number is negative
     * @throws io.graft.api.persistence.StoreUnavailableException if the store can't tell now
     * @throws io.graft.api.persistence.CorruptStoreException if what is stored can't be understood
     */
    Page<DeviceInfo> devices(long offset, int limit);
}
