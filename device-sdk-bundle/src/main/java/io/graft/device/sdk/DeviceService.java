package io.graft.device.sdk;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The running device service, as its driver uses it. All methods may be called by any thread; those that change
 * something wait for core-metadata's answer, five seconds at most.
 */
@ProviderType
public interface DeviceService {

    /** The service's name. */
    String name();

    /** Whether core-metadata has all that the service describes. */
    boolean registered();

    /** The service's devices, as far as they are known now. */
    List<Device> devices();

    /** The device of a name, if it is the service's. */
    Optional<Device> device(String name);

    /** The profile of a name, if one of the devices has it. */
    Optional<DeviceProfile> profile(String name);

    /**
     * Sends values that the device has given by itself, as one event. Does not wait; what can't be sent yet is kept, the
     * newest 1,000 events of a service.
     *
     * @param source the resource or command that they are readings of
     * @throws DeviceException if the device, the source or a value is none of the profile's
     */
    void publish(String device, String source, List<ResourceValue> values) throws DeviceException;

    /**
     * Adds a device of the service to core-metadata.
     *
     * @throws DeviceException if core-metadata refuses it or can't be reached
     */
    void add(Device device) throws DeviceException;

    /**
     * Changes a device: what differs from how it is known is changed in core-metadata, and so for good.
     *
     * @throws DeviceException if there is no such device, or core-metadata refuses it or can't be reached
     */
    void update(Device device) throws DeviceException;

    /**
     * Removes a device from core-metadata.
     *
     * @throws DeviceException if there is no such device, or core-metadata refuses it or can't be reached
     */
    void remove(String device) throws DeviceException;

    /** Looks for devices now, as the driver does, unless that is being done already. Does not wait. */
    void discover();
}
