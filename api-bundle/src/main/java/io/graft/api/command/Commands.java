package io.graft.api.command;

import io.graft.api.persistence.Page;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads devices and writes to them through their device services; an OSGi service. All methods wait for what they give,
 * for a bounded time, and may be called by any number of threads at once.
 */
@ProviderType
public interface Commands {

    /**
     * The devices that have a profile, with their commands, in a stable order.
     *
     * @param offset how many devices to pass over; 0 or more
     * @param limit how many to give at most; 0 or more. There may be fewer in between: devices without a profile count,
     *     and are left out
     * @return the page, with the number of all devices
     * @throws CommandException if core-metadata can't tell now
     */
    Page<DeviceCommands> devices(int offset, int limit);

    /**
     * A device with its commands; empty if there is no such device.
     *
     * @throws CommandException if the device has no profile, or core-metadata can't tell now
     */
    Optional<DeviceCommands> device(String name);

    /**
     * Reads a device now.
     *
     * @param command the name of a command or of a resource of the device's profile, hidden ones included, or a POSIX
     *     regular expression that resources' names match
     * @param query query parameters as EdgeX has them: {@code ds-pushevent} and {@code ds-returnevent} ({@code true} or
     *     {@code false}), {@code ds-regexcmd}; all others go to the device
     * @return the device service's answer
     * @throws CommandException if it can't be read; {@link CommandException#status} says why
     */
    CommandReply read(String device, String command, Map<String, String> query);

    /**
     * Writes to a device. The values are checked against the profile first: if one is wrong, nothing is written.
     *
     * @param command the name of a command or of a resource of the device's profile, hidden ones included
     * @param values by the names of the resources: text, numbers, booleans, or maps and lists of these. What has a default
     *     value may be left out
     * @throws CommandException if it can't be written; {@link CommandException#status} says why
     */
    void write(String device, String command, Map<String, ?> values);
}
