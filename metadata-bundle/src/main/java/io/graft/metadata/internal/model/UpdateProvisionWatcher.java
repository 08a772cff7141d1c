package io.graft.metadata.internal.model;

import java.util.List;
import java.util.Map;

/** Changes of a provision watcher; what is {@code null} stays as it is. */
public record UpdateProvisionWatcher(
        String id,
        String name,
        String serviceName,
        List<String> labels,
        Map<String, String> identifiers,
        Map<String, List<String>> blockingIdentifiers,
        String adminState,
        DiscoveredDevice.Update discoveredDevice) {

    static final UpdateProvisionWatcher NONE =
            new UpdateProvisionWatcher(null, null, null, null, null, null, null, null);

    public UpdateProvisionWatcher {
        labels = Values.textsOrNull(labels);
        identifiers = Values.mapOrNull(identifiers, "");
        blockingIdentifiers = Values.mapOrNull(blockingIdentifiers, List.of());
        discoveredDevice = Values.or(discoveredDevice, DiscoveredDevice.Update.NONE);
    }

    /** The provision watcher with the changes. */
    public ProvisionWatcher applyTo(ProvisionWatcher watcher) {
        return new ProvisionWatcher(
                watcher.created(),
                watcher.modified(),
                watcher.id(),
                watcher.name(),
                Values.or(serviceName, watcher.serviceName()),
                Values.or(labels, watcher.labels()),
                Values.or(identifiers, watcher.identifiers()),
                Values.or(blockingIdentifiers, watcher.blockingIdentifiers()),
                Values.or(adminState, watcher.adminState()),
                discoveredDevice.applyTo(watcher.discoveredDevice()));
    }

    void validate(Problems problems) {
        problems.identity(id, name);
        problems.notBlank("ServiceName", serviceName);
        if (identifiers != null) {
            ProvisionWatcher.identifiers(identifiers, problems);
        }
        problems.adminState("AdminState", adminState);
        discoveredDevice.validate(problems.in("DiscoveredDevice"));
    }
}
