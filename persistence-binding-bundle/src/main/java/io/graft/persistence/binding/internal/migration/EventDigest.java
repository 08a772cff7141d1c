package io.graft.persistence.binding.internal.migration;

import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;

/**
 * A digest of events in their order: SHA-256 over every field, each with its length, so that no two lists of events have
 * the same bytes. Used by one thread.
 */
final class EventDigest {

    private final Sha256 sha = new Sha256();
    private long count;

    void add(Event event) {
        count++;
        sha.add(event.id().getMostSignificantBits())
                .add(event.id().getLeastSignificantBits())
                .add(event.origin())
                .add(event.deviceName())
                .add(event.profileName())
                .add(event.sourceName())
                .add(text(event.tags()))
                .add(text(event.extensions()))
                .add(event.readings().size());
        event.readings().forEach(this::add);
    }

    long count() {
        return count;
    }

    /** The digest of what was added; nothing can be added afterwards. */
    Chunk.Digest end() {
        return new Chunk.Digest(count, sha.text());
    }

    private void add(Reading reading) {
        sha.add(reading.origin())
                .add(reading.deviceName())
                .add(reading.profileName())
                .add(reading.resourceName())
                .add(reading.valueType().name())
                .add(reading.units())
                .add(text(reading.tags()))
                .add(text(reading.extensions()));
        ReadingValue value = reading.value();
        if (value instanceof ReadingValue.Text text) {
            sha.add(1).add(text.text());
        } else if (value instanceof ReadingValue.Binary binary) {
            sha.add(2).add(binary.bytes()).add(binary.mediaType());
        } else if (value instanceof ReadingValue.Json json) {
            sha.add(3).add(json.json().text());
        } else {
            sha.add(0);
        }
    }

    private static String text(JsonText json) {
        return json == null ? null : json.text();
    }
}
