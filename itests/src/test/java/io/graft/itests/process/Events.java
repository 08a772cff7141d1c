package io.graft.itests.process;

import java.util.UUID;

/** Events as a device service sends them. */
final class Events {
    static final String PATH = "/api/v3/event/it-service/it-profile/it-device/it-source";

    private Events() {}

    static String withId(UUID id) {
        return """
                {"apiVersion": "v3", "event": {"apiVersion": "v3", "id": "%s", "deviceName": "it-device",
                 "profileName": "it-profile", "sourceName": "it-source", "origin": %d,
                 "readings": [{"origin": %d, "deviceName": "it-device", "resourceName": "it-source",
                   "profileName": "it-profile", "valueType": "Int32", "value": "42"}]}}
                """
                .formatted(id, System.currentTimeMillis() * 1_000_000, System.currentTimeMillis() * 1_000_000);
    }
}
