package io.graft.command.internal;

import io.graft.api.command.CommandException;
import io.graft.api.metadata.DeviceDirectory;
import io.graft.api.metadata.DeviceInfo;
import io.graft.api.metadata.DeviceServiceInfo;
import io.graft.api.metadata.ProfileInfo;
import io.graft.api.persistence.Page;
import io.graft.api.persistence.StoreException;
import io.graft.rest.ApiException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** The devices as core-metadata knows them, whether it is there or not. Safe for use by many threads. */
final class Directory {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final AtomicReference<DeviceDirectory> metadata = new AtomicReference<>();

    /**
     * A device that can be commanded.
     *
     * @param name its name
     * @param profile its profile
     * @param service its device service
     */
    record Target(String name, ProfileInfo profile, DeviceServiceInfo service) {}

    void bind(DeviceDirectory found) {
        metadata.set(found);
    }

    void unbind(DeviceDirectory lost) {
        metadata.compareAndSet(lost, null);
    }

    boolean isBound() {
        return metadata.get() != null;
    }

    /**
     * The device with this name, if there is one.
     *
     * @throws CommandException 503 if core-metadata can't tell now
     */
    Optional<DeviceInfo> device(String name) {
        return ask(directory -> directory.device(name));
    }

    /**
     * A page of the devices, with the total.
     *
     * @throws CommandException 503 if core-metadata can't tell now
     */
    Page<DeviceInfo> devices(long offset, int limit) {
        return ask(directory -> directory.devices(offset, limit));
    }

    /**
     * The device with this name, and who it belongs to.
     *
     * @throws CommandException 404 if there is none, 423 if it has no profile, 503 if core-metadata can't tell now
     */
    Target target(String name) {
        DeviceInfo device = existing(name);
        DeviceServiceInfo service = device.service()
                .orElseThrow(() -> new CommandException(
                        404, "device service '" + device.serviceName() + "' of device '" + name + "' does not exist"));
        return new Target(name, profile(device), service);
    }

    /** The device with this name; {@link CommandException} 404 if there is none. */
    DeviceInfo existing(String name) {
        return device(name).orElseThrow(() -> new CommandException(404, "device '" + name + "' does not exist"));
    }

    /** The profile of a device; {@link CommandException} 423 if it has none. */
    static ProfileInfo profile(DeviceInfo device) {
        return device.profile()
                .orElseThrow(() -> new CommandException(
                        423,
                        device.profileName().isEmpty()
                                ? "device '" + device.name() + "' has no profile yet, and so no commands"
                                : "profile '" + device.profileName() + "' of device '" + device.name()
                                        + "' does not exist"));
    }

    private <T> T ask(Function<DeviceDirectory, T> question) {
        DeviceDirectory directory = metadata.get();
        if (directory == null) {
            throw new CommandException(503, "core-metadata is not there; try again", SOON, null);
        }
        try {
            return question.apply(directory);
        } catch (StoreException e) {
            throw new CommandException(ApiException.of(e).kind().status(), "core-metadata: " + e.getMessage(), SOON, e);
        }
    }
}
