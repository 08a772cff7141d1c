package io.graft.persistence.embedded.internal.events;

import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import java.nio.charset.StandardCharsets;

/** The size of a record as the contract puts it: its texts as UTF-8, its binary values, 64 bytes for the rest. */
final class ContentSize {

    private static final int REST = 64;

    private ContentSize() {}

    static long of(Object item) {
        if (item instanceof Reading reading) {
            return REST + content(reading);
        }
        Event event = (Event) item;
        return REST
                + bytes(event.deviceName())
                + bytes(event.profileName())
                + bytes(event.sourceName())
                + bytes(event.tags())
                + bytes(event.extensions())
                + event.readings().stream().mapToLong(ContentSize::content).sum();
    }

    private static long content(Reading reading) {
        long value = 0;
        if (reading.value() instanceof ReadingValue.Text text) {
            value = bytes(text.text());
        } else if (reading.value() instanceof ReadingValue.Json json) {
            value = bytes(json.json());
        } else if (reading.value() instanceof ReadingValue.Binary binary) {
            value = binary.bytes().length + bytes(binary.mediaType());
        }
        return value
                + bytes(reading.deviceName())
                + bytes(reading.profileName())
                + bytes(reading.resourceName())
                + bytes(reading.valueType().edgexName())
                + bytes(reading.units())
                + bytes(reading.tags())
                + bytes(reading.extensions());
    }

    private static long bytes(JsonText json) {
        return json == null ? 0 : bytes(json.text());
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
