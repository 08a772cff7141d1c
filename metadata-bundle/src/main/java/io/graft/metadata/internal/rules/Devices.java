package io.graft.metadata.internal.rules;

import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.metadata.internal.model.AutoEvent;
import io.graft.metadata.internal.model.Device;
import io.graft.metadata.internal.model.DeviceProfile;
import io.graft.metadata.internal.model.DeviceService;
import io.graft.metadata.internal.model.UpdateDevice;
import io.graft.metadata.internal.store.Entry;
import io.graft.metadata.internal.store.Kind;
import io.graft.metadata.internal.store.Records;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import java.util.Optional;

/** Adds, changes and removes devices. */
public final class Devices {

    private final Records<Device> devices;
    private final Records<DeviceService> services;
    private final Records<DeviceProfile> profiles;
    private final References references;
    private final Capacity capacity;
    private final DeletionNotices notices;

    Devices(
            Records<Device> devices,
            Records<DeviceService> services,
            Records<DeviceProfile> profiles,
            References references,
            Capacity capacity,
            DeletionNotices notices) {
        this.devices = devices;
        this.services = services;
        this.profiles = profiles;
        this.references = references;
        this.capacity = capacity;
        this.notices = notices;
    }

    /**
     * Checks a device to be added before its device service is asked, as far as that can be done without keeping others
     * away.
     *
     * @return what the device service is to be asked about
     */
    public Device checked(Device device) {
        validate(device);
        if (devices.find(device.name()).isPresent()) {
            throw duplicate(device);
        }
        return device;
    }

    /**
     * Checks a change before the device service is asked, as far as that can be done without keeping others away.
     *
     * @return what the device will be
     */
    public Device checked(UpdateDevice update) {
        requireServiceOf(update);
        return changed(update, devices.get(update.id(), update.name()).value());
    }

    /**
     * Adds a device.
     *
     * @param force take the place of a device with the same name, if there is one
     * @return its id
     */
    public String add(Device device, boolean force) {
        if (capacity.limited()) {
            return references.referredTo(() -> {
                validate(device);
                Optional<Document> existing = devices.find(device.name());
                if (existing.isPresent()) {
                    return replaceIf(force, device, existing.get());
                }
                capacity.requireRoomFor(device);
                return devices.insert(device);
            });
        }
        return references.referring(() -> {
            validate(device);
            try {
                return devices.insert(device);
            } catch (ApiException duplicate) {
                if (!force || duplicate.kind() != ErrorKind.DUPLICATE_NAME) {
                    throw duplicate;
                }
                Document existing = devices.find(device.name()).orElseThrow(() -> duplicate);
                return replaceIf(true, device, existing);
            }
        });
    }

    /** Changes a device. */
    public void patch(UpdateDevice update) {
        if (capacity.limited()) {
            references.<Void>referredTo(() -> change(update));
        } else {
            references.<Void>referring(() -> change(update));
        }
    }

    /** Removes a device. */
    public void delete(String name) {
        references.<Void>unreferenced(() -> {
            Document device = devices.getDocument(name);
            if (devices.count(new Condition.Equal(Kind.PARENT, name)) > 0) {
                throw ApiException.conflict("cannot delete device with children");
            }
            if (!devices.delete(device)) {
                throw ApiException.notFound("no device with name '" + name + "' found");
            }
            return null;
        });
        notices.deleted(name);
    }

    private String replaceIf(boolean force, Device device, Document existing) {
        if (!force) {
            throw duplicate(device);
        }
        Entry<Device> old = devices.entry(existing);
        capacity.requireRoomForChange(old.value(), device);
        devices.replace(old, device);
        return old.value().id();
    }

    private Void change(UpdateDevice update) {
        requireServiceOf(update);
        Entry<Device> old = devices.get(update.id(), update.name());
        Device changed = changed(update, old.value());
        capacity.requireRoomForChange(old.value(), changed);
        devices.replace(old, changed);
        return null;
    }

    private Device changed(UpdateDevice update, Device old) {
        Device changed = update.applyTo(old);
        boolean othersProfile = !changed.profileName().equals(old.profileName());
        if (othersProfile
                && update.autoEvents() == null
                && !changed.profileName().isEmpty()) {
            changed = changed.withAutoEvents(new AutoEventSources(requireProfile(changed)).known(changed.autoEvents()));
        }
        validateParentAndProfile(changed);
        return changed;
    }

    private void requireServiceOf(UpdateDevice update) {
        if (update.serviceName() != null) {
            requireService(update.serviceName());
        }
    }

    private static ApiException duplicate(Device device) {
        return new ApiException(ErrorKind.DUPLICATE_NAME, "device name " + device.name() + " already exists");
    }

    private void validate(Device device) {
        requireService(device.serviceName());
        validateParentAndProfile(device);
    }

    private void validateParentAndProfile(Device device) {
        if (device.name().equals(device.parent())) {
            throw ApiException.invalid("device '" + device.name() + "' cannot be its own parent");
        }
        if (device.profileName().isEmpty()) {
            return;
        }
        if (device.autoEvents().isEmpty()) {
            requireProfileDocument(device);
            return;
        }
        AutoEventSources sources = new AutoEventSources(requireProfile(device));
        for (AutoEvent autoEvent : device.autoEvents()) {
            if (!sources.isKnown(autoEvent)) {
                throw ApiException.invalid("auto event source '" + autoEvent.sourceName()
                        + "' cannot be found in the device profile '" + device.profileName() + "'");
            }
        }
    }

    private void requireService(String name) {
        if (services.find(name).isEmpty()) {
            throw ApiException.invalid("device service '" + name + "' does not exists");
        }
    }

    private DeviceProfile requireProfile(Device device) {
        return profiles.entry(requireProfileDocument(device)).value();
    }

    private Document requireProfileDocument(Device device) {
        return profiles.find(device.profileName())
                .orElseThrow(() -> ApiException.invalid("device profile '" + device.profileName()
                        + "' not found during validating device '" + device.name() + "'"));
    }
}
