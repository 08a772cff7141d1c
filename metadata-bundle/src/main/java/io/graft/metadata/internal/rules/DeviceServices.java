package io.graft.metadata.internal.rules;

import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.metadata.internal.model.Device;
import io.graft.metadata.internal.model.DeviceService;
import io.graft.metadata.internal.model.ProvisionWatcher;
import io.graft.metadata.internal.model.UpdateDeviceService;
import io.graft.metadata.internal.store.Entry;
import io.graft.metadata.internal.store.Kind;
import io.graft.metadata.internal.store.Records;
import io.graft.rest.ApiException;

/** Adds, changes and removes device services. */
public final class DeviceServices {

    private final Records<DeviceService> services;
    private final Records<Device> devices;
    private final Records<ProvisionWatcher> watchers;
    private final References references;

    DeviceServices(
            Records<DeviceService> services,
            Records<Device> devices,
            Records<ProvisionWatcher> watchers,
            References references) {
        this.services = services;
        this.devices = devices;
        this.watchers = watchers;
        this.references = references;
    }

    /** Adds a device service; returns its id. */
    public String add(DeviceService service) {
        return services.insert(service);
    }

    /** Changes a device service. */
    public void patch(UpdateDeviceService update) {
        references.<Void>referring(() -> {
            Entry<DeviceService> old = services.get(update.id(), update.name());
            services.replace(old, update.applyTo(old.value()));
            return null;
        });
    }

    /** Removes a device service that nothing refers to. */
    public void delete(String name) {
        references.<Void>referredTo(() -> {
            Document service = services.getDocument(name);
            Condition refersToIt = new Condition.Equal(Kind.SERVICE, name);
            if (devices.count(refersToIt) > 0) {
                throw ApiException.conflict("fail to delete the device service when associated device exists");
            }
            if (watchers.count(refersToIt) > 0) {
                throw ApiException.conflict(
                        "fail to delete the device service when associated provisionWatcher exists");
            }
            services.delete(service);
            return null;
        });
    }
}
