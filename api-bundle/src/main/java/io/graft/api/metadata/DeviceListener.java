package io.graft.api.metadata;

import org.osgi.annotation.versioning.ConsumerType;

/** Hears of changes of devices; register it as an OSGi service. */
@ConsumerType
public interface DeviceListener {

    /**
     * A device has been deleted, durably. Called once, soon after, on a thread of core-metadata's; must return quickly.
     */
    void deviceDeleted(String deviceName);
}
