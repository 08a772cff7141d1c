package io.graft.coredata.internal;

import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import java.io.IOException;

/** Reads the readings of one event. */
final class ReadingReader {

    private enum Field {
        ID("id", 0x1),
        ORIGIN("origin", 0x2),
        DEVICE_NAME("deviceName", 0x4),
        RESOURCE_NAME("resourceName", 0x8),
        PROFILE_NAME("profileName", 0x10),
        VALUE_TYPE("valueType", 0x20),
        UNITS("units", 0x40),
        TAGS("tags", 0x80),
        VALUE("value", 0x100),
        BINARY_VALUE("binaryValue", 0x200),
        MEDIA_TYPE("mediaType", 0x400),
        OBJECT_VALUE("objectValue", 0x800);

        private final String jsonName;
        private final int bit;

        Field(String jsonName, int bit) {
            this.jsonName = jsonName;
            this.bit = bit;
        }
    }

    private static final FieldNames<Field> FIELDS = new FieldNames<>(Field.class, field -> field.jsonName);
    private static final ReadingValue NONE = new ReadingValue.Null();

    private final Tokens tokens;
    private final String array;
    private final Failures failures;

    private long origin;
    private String deviceName;
    private String resourceName;
    private String profileName;
    private String typeName;
    private String units;
    private String text;
    private String mediaType;
    private byte[] bytes;
    private JsonText object;
    private JsonText tags;
    private JsonText extensions;

    /** Reads the elements of an array that is called so in messages. */
    ReadingReader(Tokens tokens, String array, Failures failures) {
        this.tokens = tokens;
        this.array = array;
        this.failures = failures;
    }

    /** Reads the reading at which the tokens stand; null if it is not valid, which is a failure. */
    Reading read(int index) throws IOException {
        String path = array + "[" + index + "]";
        fields(path);
        int before = failures.count();
        ValueType type = validate(path);
        return failures.count() > before
                ? null
                : new Reading(
                        origin, deviceName, profileName, resourceName, type, units, value(type), tags, extensions);
    }

    private void fields(String path) throws IOException {
        clear();
        tokens.requireObject(path);
        int seen = 0;
        Extensions unknown = null;
        for (String name = tokens.nextField(); name != null; name = tokens.nextField()) {
            Field field = FIELDS.find(name);
            tokens.next();
            if (field == null) {
                unknown = unknown == null ? new Extensions(path) : unknown;
                unknown.add(name, tokens);
                continue;
            }
            seen = tokens.once(seen, field.bit, path, field.jsonName);
            switch (field) {
                case ID -> tokens.text(path, field.jsonName);
                case ORIGIN -> origin = tokens.integer(path, field.jsonName);
                case DEVICE_NAME -> deviceName = tokens.name(path, field.jsonName);
                case RESOURCE_NAME -> resourceName = tokens.name(path, field.jsonName);
                case PROFILE_NAME -> profileName = tokens.name(path, field.jsonName);
                case VALUE_TYPE -> typeName = tokens.name(path, field.jsonName);
                case UNITS -> units = tokens.name(path, field.jsonName);
                case TAGS -> tags = tokens.members(path, field.jsonName);
                case VALUE -> text = tokens.value(path, field.jsonName);
                case BINARY_VALUE -> bytes = tokens.bytes(path, field.jsonName);
                case MEDIA_TYPE -> mediaType = tokens.name(path, field.jsonName);
                case OBJECT_VALUE -> object = tokens.isNull() ? null : tokens.json();
            }
        }
        extensions = unknown == null ? null : unknown.json();
    }

    private void clear() {
        origin = 0;
        deviceName = "";
        resourceName = "";
        profileName = "";
        typeName = "";
        units = "";
        text = null;
        mediaType = "";
        bytes = null;
        object = null;
        tags = null;
        extensions = null;
    }

    /** Notes what is wrong; gives the type unless that is. */
    private ValueType validate(String path) {
        if (origin == 0) {
            failures.add(path + ".Origin", "is required");
        }
        Tokens.requireName(failures, path, "deviceName", deviceName);
        Tokens.requireName(failures, path, "resourceName", resourceName);
        if (typeName.isEmpty()) {
            failures.add(path + ".ValueType", "is required");
            return null;
        }
        ValueType type = ValueType.of(typeName).orElse(null);
        if (type == null) {
            failures.add(path + ".ValueType", "'" + Tokens.shown(typeName) + "' is none of the value types");
        } else if (type == ValueType.BINARY) {
            if (bytes != null && bytes.length > 0 && mediaType.isEmpty()) {
                failures.add(path + ".MediaType", "is required if the BinaryValue is present");
            }
        } else if (text != null && isText(type) && !ValueCheck.matches(type, text)) {
            failures.add(path + ".Value field '" + Tokens.shown(text) + "': The value does not match the "
                    + type.edgexName() + " valueType");
        }
        return type;
    }

    private static boolean isText(ValueType type) {
        return type != ValueType.OBJECT && type != ValueType.OBJECT_ARRAY;
    }

    private ReadingValue value(ValueType type) {
        return switch (type) {
            case BINARY -> bytes == null ? NONE : new ReadingValue.Binary(bytes, mediaType);
            case OBJECT, OBJECT_ARRAY -> object == null ? NONE : new ReadingValue.Json(object);
            default -> text == null ? NONE : new ReadingValue.Text(text);
        };
    }
}
