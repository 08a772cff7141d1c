package io.graft.metadata.internal.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Map;

/** Says which discovered devices a device service shall add, and as what. */
public record ProvisionWatcher(
        long created,
        long modified,
        @JsonInclude(Include.NON_EMPTY) String id,
        String name,
        String serviceName,
        @JsonInclude(Include.NON_EMPTY) List<String> labels,
        Map<String, String> identifiers,
        @JsonInclude(Include.NON_EMPTY) Map<String, List<String>> blockingIdentifiers,
        String adminState,
        DiscoveredDevice discoveredDevice)
        implements Entity {

    static final ProvisionWatcher NONE = new ProvisionWatcher(0, 0, null, null, null, null, null, null, null, null);

    public ProvisionWatcher {
        id = Values.text(id);
        name = Values.text(name);
        serviceName = Values.text(serviceName);
        labels = Values.texts(labels);
        identifiers = Values.or(Values.mapOrNull(identifiers, ""), Map.of());
        blockingIdentifiers = Values.or(Values.mapOrNull(blockingIdentifiers, List.of()), Map.of());
        adminState = Values.text(adminState);
        discoveredDevice = Values.or(discoveredDevice, DiscoveredDevice.NONE);
    }

    @Override
    public ProvisionWatcher stamped(String newId, long newCreated, long newModified) {
        return new ProvisionWatcher(
                newCreated,
                newModified,
                newId,
                name,
                serviceName,
                labels,
                identifiers,
                blockingIdentifiers,
                adminState,
                discoveredDevice);
    }

    void validate(Problems problems) {
        problems.uuid("Id", id);
        problems.name("Name", name);
        problems.name("ServiceName", serviceName);
        identifiers(identifiers, problems);
        problems.adminState("AdminState", adminState);
        discoveredDevice.validate(problems.in("DiscoveredDevice"));
    }

    static void identifiers(Map<String, String> identifiers, Problems problems) {
        problems.atLeastOne("Identifiers", identifiers.size());
        identifiers.forEach((key, value) -> {
            if (key.isEmpty() || value.isEmpty()) {
                problems.required("Identifiers[" + key + "]", "");
            }
        });
    }
}
