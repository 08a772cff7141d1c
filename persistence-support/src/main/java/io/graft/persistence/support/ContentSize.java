package io.graft.persistence.support;

import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import java.util.List;

/** The size of records as the contract defines it, for the {@code maxBytes} of queries. */
public final class ContentSize {

    private static final long REST = 64;

    private ContentSize() {}

    /** The size of an event with its readings, in bytes. */
    public static long of(Event event) {
        long size = REST
                + utf8(List.of(event.deviceName(), event.profileName(), event.sourceName()))
                + json(event.tags())
                + json(event.extensions());
        for (Reading reading : event.readings()) {
            size += content(reading);
        }
        return size;
    }

    /** The size of a reading, in bytes. */
    public static long of(Reading reading) {
        return REST + content(reading);
    }

    private static long content(Reading reading) {
        return utf8(List.of(reading.deviceName(), reading.profileName(), reading.resourceName(), reading.units()))
                + value(reading.value())
                + json(reading.tags())
                + json(reading.extensions());
    }

    private static long value(ReadingValue value) {
        if (value instanceof ReadingValue.Text text) {
            return utf8(text.text());
        }
        if (value instanceof ReadingValue.Binary binary) {
            return binary.bytes().length + utf8(binary.mediaType());
        }
        return value instanceof ReadingValue.Json json ? json(json.json()) : 0;
    }

    private static long json(JsonText json) {
        return json == null ? 0 : utf8(json.text());
    }

    private static long utf8(List<String> texts) {
        return texts.stream().mapToLong(ContentSize::utf8).sum();
    }

    private static long utf8(String text) {
        long size = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                size += 2;
            } else {
                size += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            }
        }
        return size;
    }
}
