package io.graft.metadata.internal.rules;

import io.graft.api.metadata.DeviceCatalog;
import io.graft.api.metadata.EventRetention;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.metadata.internal.model.AutoEvent;
import io.graft.metadata.internal.model.Device;
import io.graft.metadata.internal.model.GoDuration;
import io.graft.metadata.internal.model.Retention;
import io.graft.metadata.internal.store.Kind;
import io.graft.metadata.internal.store.Records;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What automatic readings say about how long events are kept. */
public final class Retentions implements DeviceCatalog {

    private final Records<Device> devices;

    Retentions(Records<Device> devices) {
        this.devices = devices;
    }

    @Override
    public List<EventRetention> retentions() {
        List<EventRetention> retentions = new ArrayList<>();
        devices.forEach(
                List.of(new Condition.Equal(Kind.RETENTION, "true")),
                document -> add(devices.entry(document).value(), retentions));
        return retentions;
    }

    private static void add(Device device, List<EventRetention> retentions) {
        for (AutoEvent event : device.autoEvents()) {
            Retention retention = event.retention();
            if (retention.limits()) {
                retentions.add(new EventRetention(
                        device.name(),
                        event.sourceName(),
                        retention.maxCap(),
                        Math.max(0, retention.minCap()),
                        GoDuration.parse(retention.duration()).orElse(Duration.ZERO)));
            }
        }
    }
}
