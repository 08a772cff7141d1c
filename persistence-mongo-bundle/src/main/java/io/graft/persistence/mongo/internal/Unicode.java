package io.graft.persistence.mongo.internal;

import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.InvalidQueryException;

/** MongoDB keeps text as UTF-8, which has no halves of surrogate pairs: such text is refused, not changed. */
public final class Unicode {

    private Unicode() {}

    /** @throws InvalidQueryException if a text of the event is no Unicode */
    public static void require(Event event) {
        require("deviceName", event.deviceName());
        require("profileName", event.profileName());
        require("sourceName", event.sourceName());
        require("tags", event.tags());
        require("extensions", event.extensions());
        for (Reading reading : event.readings()) {
            require("deviceName", reading.deviceName());
            require("profileName", reading.profileName());
            require("resourceName", reading.resourceName());
            require("units", reading.units());
            require("tags", reading.tags());
            require("extensions", reading.extensions());
            require(reading.value());
        }
    }

    /** @throws InvalidQueryException if a text of the document is no Unicode */
    public static void require(Document document) {
        require("id", document.id());
        document.texts().forEach((field, values) -> values.forEach(value -> require(field, value)));
        require("body", document.body());
    }

    private static void require(ReadingValue value) {
        if (value instanceof ReadingValue.Text text) {
            require("value", text.text());
        } else if (value instanceof ReadingValue.Json json) {
            require("value", json.json());
        } else if (value instanceof ReadingValue.Binary binary) {
            require("mediaType", binary.mediaType());
        }
    }

    private static void require(String field, JsonText text) {
        if (text != null) {
            require(field, text.text());
        }
    }

    private static void require(String field, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new InvalidQueryException(field + " has half a surrogate pair (\\u" + Integer.toHexString(c)
                            + ") at character " + i + ", which is no Unicode; correct the text");
                }
                i++;
            }
        }
    }
}
