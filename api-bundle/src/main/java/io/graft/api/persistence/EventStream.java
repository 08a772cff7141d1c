package io.graft.api.persistence;

import java.util.Objects;

/** A device and one of its sources, of which events are stored. */
public record EventStream(String deviceName, String sourceName) {

    public EventStream {
        Objects.requireNonNull(deviceName, "deviceName");
        Objects.requireNonNull(sourceName, "sourceName");
    }
}
