package io.graft.persistence.mongo.internal.json;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Writes a value as JSON, without spaces, each value in one way only, whatever the Java version. */
final class BsonToJson {

    private final StringBuilder out = new StringBuilder();

    private BsonToJson() {}

    /** @throws IllegalArgumentException if it is not a value that JSON has */
    static String write(BsonValue value) {
        BsonToJson writer = new BsonToJson();
        writer.value(value);
        return writer.out.toString();
    }

    private void value(BsonValue value) {
        switch (value.getBsonType()) {
            case DOCUMENT -> object(value.asDocument());
            case ARRAY -> array(value.asArray());
            case STRING -> string(value.asString().getValue());
            case INT32 -> out.append(value.asInt32().getValue());
            case INT64 -> out.append(value.asInt64().getValue());
            case DOUBLE -> out.append(Decimals.plain(value.asDouble().getValue()));
            case BOOLEAN -> out.append(value.asBoolean().getValue());
            case NULL -> out.append("null");
            default -> throw new IllegalArgumentException("JSON has no value of type " + value.getBsonType());
        }
    }

    private void object(BsonDocument object) {
        out.append('{');
        boolean first = true;
        for (var field : object.entrySet()) {
            if (!first) {
                out.append(',');
            }
            first = false;
            string(field.getKey());
            out.append(':');
            value(field.getValue());
        }
        out.append('}');
    }

    private void array(BsonArray array) {
        out.append('[');
        boolean first = true;
        for (BsonValue element : array) {
            if (!first) {
                out.append(',');
            }
            first = false;
            value(element);
        }
        out.append(']');
    }

    private void string(String string) {
        out.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
