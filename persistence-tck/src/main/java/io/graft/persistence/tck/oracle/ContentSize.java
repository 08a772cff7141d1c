package io.graft.persistence.tck.oracle;

import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import java.nio.charset.StandardCharsets;

/** The size of records as the contract defines it for {@code maxBytes}. */
public final class ContentSize {

    private static final int REST = 64;

    private ContentSize() {}

    /** The size of an event with its readings, in bytes. */
    public static long of(Event event) {
        return REST
                + of(event.deviceName())
                + of(event.profileName())
                + of(event.sourceName())
                + of(event.tags())
                + of(event.extensions())
                + event.readings().stream().mapToLong(ContentSize::content).sum();
    }

    /** The size of a reading, in bytes. */
    public static long of(Reading reading) {
        return REST + content(reading);
    }

    private static long content(Reading reading) {
        return of(reading.deviceName())
                + of(reading.profileName())
                + of(reading.resourceName())
                + of(reading.units())
                + of(reading.value())
                + of(reading.tags())
                + of(reading.extensions());
    }

    private static long of(ReadingValue value) {
        if (value instanceof ReadingValue.Text text) {
            return of(text.text());
        }
        if (value instanceof ReadingValue.Binary binary) {
            return binary.bytes().length + of(binary.mediaType());
        }
        return value instanceof ReadingValue.Json json ? of(json.json()) : 0;
    }

    private static long of(JsonText json) {
        return json == null ? 0 : of(json.text());
    }

    private static long of(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
