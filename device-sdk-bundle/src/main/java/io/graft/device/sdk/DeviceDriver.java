package io.graft.device.sdk;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What is particular to one kind of devices; registered as an OSGi service, it becomes a device service. When what it
 * describes has changed, the registration must be modified (a DS component's is, when its configuration is).
 *
 * <p>Methods that concern a device are called one at a time for that device, and at the same time for different ones, by
 * threads of the SDK, of which a service has sixteen. A call that takes long delays calls for the same device only; a
 * command that waits longer than ten seconds is answered without it. When the service stops, running calls are
 * interrupted. A {@link DeviceException} tells whoever asked what went wrong; any other exception does so with its text,
 * and is logged.
 */
@ConsumerType
public interface DeviceDriver {

    /** What the service is. Called when the driver is registered and when its registration has been modified. */
    ServiceDescription describe();

    /**
     * Reads values of a device.
     *
     * @param resources which, all of the device's profile and readable; one or more
     * @param query what the command's URL says besides EdgeX's own parameters; empty for an automatic event
     * @return the values in any order. What is left out is left out of the event; with none there is no event
     */
    List<ResourceValue> read(Device device, List<DeviceResource> resources, Map<String, String> query)
            throws DeviceException, InterruptedException;

    /**
     * Writes values to a device. They are of their resources' types and within their limits.
     *
     * @param values one or more: Boolean, Long (or BigInteger for Uint64), Double, String, byte[], or a List or Map of
     *     such
     * @param query what the command's URL says besides EdgeX's own parameters
     */
    default void write(Device device, List<ResourceValue> values, Map<String, String> query)
            throws DeviceException, InterruptedException {
        throw DeviceException.invalid("device " + device.name() + " takes no values");
    }

    /**
     * Says whether a device can be served: called before core-metadata takes a device or a change of one, by one thread.
     * Answer within four seconds: core-metadata waits five.
     *
     * @throws DeviceException why it can't be, with field and value
     */
    default void validate(Device device) throws DeviceException, InterruptedException {}

    /** Whether the driver can look for devices. */
    default boolean discovers() {
        return false;
    }

    /**
     * Looks for devices. Those that an unlocked provision watcher of the service matches are added to core-metadata.
     * Called by one thread, not for one device.
     */
    default List<DiscoveredDevice> discover() throws DeviceException, InterruptedException {
        return List.of();
    }

    /** The service runs, and is going to register. What is given can be used until {@link #stopped}. */
    default void started(DeviceService service) {}

    /** The service has stopped: no call comes any more, but one that did not end when it was interrupted may run yet. */
    default void stopped() {}

    /** A device is there; called before any other call for it, also after a restart. */
    default void added(Device device) {}

    /** A device has been changed. */
    default void updated(Device before, Device now) {}

    /** A device is gone. */
    default void removed(Device device) {}

    /** A profile of one or more of the devices has been changed; called by one thread. */
    default void profileChanged(DeviceProfile profile) {}
}
