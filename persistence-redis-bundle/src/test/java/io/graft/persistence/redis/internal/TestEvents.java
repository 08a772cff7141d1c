package io.graft.persistence.redis.internal;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import java.util.List;
import java.util.UUID;

/** Events where only the id matters. */
final class TestEvents {

    private TestEvents() {}

    static Event event(UUID id) {
        return event(id, "device");
    }

    static Event event(UUID id, String device) {
        Reading reading = new Reading(
                1, device, "profile", "resource", ValueType.INT32, "", new ReadingValue.Text("1"), null, null);
        return new Event(id, device, "profile", "resource", 1, List.of(reading), null, null);
    }
}
