package io.graft.metadata.internal.model;

import java.util.List;

/** What metadata keeps: found by its name and its id, both unique within its kind. */
public sealed interface Entity permits Device, DeviceProfile, DeviceService, ProvisionWatcher {

    /** When it was added, in milliseconds since the epoch. */
    long created();

    String id();

    String name();

    List<String> labels();

    /**
     * The same with what the service, not the client, decides.
     *
     * @param id a UUID
     * @param created milliseconds since the epoch
     * @param modified milliseconds since the epoch
     */
    Entity stamped(String id, long created, long modified);
}
