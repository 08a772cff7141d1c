package io.graft.persistence.mongo.internal.events;

import io.graft.api.model.JsonText;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.persistence.mongo.internal.json.Decimals;
import io.graft.persistence.mongo.internal.json.FreeJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonBinary;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.bson.types.Decimal128;

/**
 * The values of readings in documents: {@code value} has MongoDB's own type, so that it can be compared and computed
 * with; {@code text} is the sender's spelling where the value alone would not give it back.
 */
final class Values {

    static final String VALUE = "value";
    static final String TEXT = "text";
    static final String MEDIA = "mediaType";

    private static final int LONGEST_NUMBER = 30;
    private static final int LONGEST_ARRAY = 1 << 16;
    private static final int LONGEST_LONG = 18;

    private Values() {}

    static void write(BsonWriter writer, ValueType type, ReadingValue value) {
        if (value instanceof ReadingValue.Text text) {
            writeText(writer, type, text.text());
        } else if (value instanceof ReadingValue.Binary binary) {
            writer.writeBinaryData(VALUE, new BsonBinary(binary.bytes()));
            writer.writeString(MEDIA, binary.mediaType());
        } else if (value instanceof ReadingValue.Json json) {
            FreeJson.write(writer, VALUE, json.json());
            writer.writeBoolean("json", true);
        }
    }

    private static void writeText(BsonWriter writer, ValueType type, String text) {
        if (type == ValueType.BOOL && (text.equals("true") || text.equals("false"))) {
            writer.writeBoolean(VALUE, text.equals("true"));
        } else if (type.isNumericScalar() && text.length() <= LONGEST_NUMBER) {
            writeNumber(writer, type, text);
        } else if (type.isArray() && text.length() <= LONGEST_ARRAY && Elements.canBeTyped(type, text)) {
            writer.writeName(VALUE);
            Elements.write(writer, type, text);
        } else {
            writer.writeString(VALUE, text);
        }
    }

    private static void writeNumber(BsonWriter writer, ValueType type, String text) {
        try {
            if (type.isFloat()) {
                double number = Double.parseDouble(text);
                writer.writeDouble(VALUE, number);
                if (!Decimals.exponential(number).equals(text)) {
                    writer.writeString(TEXT, text);
                }
            } else {
                writeInteger(writer, text);
            }
        } catch (NumberFormatException e) {
            writer.writeString(VALUE, text);
        }
    }

    private static void writeInteger(BsonWriter writer, String text) {
        String spelled;
        if (text.length() > LONGEST_LONG) {
            Decimal128 number = new Decimal128(new BigDecimal(new java.math.BigInteger(text)));
            spelled = number.bigDecimalValue().toBigInteger().toString();
            writer.writeDecimal128(VALUE, number);
        } else {
            long number = Long.parseLong(text);
            spelled = Long.toString(number);
            if ((int) number == number) {
                writer.writeInt32(VALUE, (int) number);
            } else {
                writer.writeInt64(VALUE, number);
            }
        }
        if (!spelled.equals(text)) {
            writer.writeString(TEXT, text);
        }
    }

    /** What the fields of a reading say of its value, gathered in any order. */
    static final class Parts {
        private Object value;
        private String text;
        private String mediaType;
        private boolean json;
        private String jsonText;

        /** Reads a field if it is about the value. */
        boolean read(BsonReader reader, String field) {
            switch (field) {
                case VALUE -> readValue(reader);
                case TEXT -> text = reader.readString();
                case MEDIA -> mediaType = reader.readString();
                case "json" -> json = reader.readBoolean();
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void readValue(BsonReader reader) {
            BsonType type = reader.getCurrentBsonType();
            switch (type) {
                case STRING -> value = reader.readString();
                case BOOLEAN -> value = reader.readBoolean();
                case INT32 -> value = reader.readInt32();
                case INT64 -> value = reader.readInt64();
                case DOUBLE -> value = reader.readDouble();
                case DECIMAL128 -> value = reader.readDecimal128();
                case BINARY -> value = reader.readBinaryData().getData();
                case ARRAY, DOCUMENT -> jsonText = FreeJson.read(reader);
                default -> throw new IllegalStateException("a value of type " + type + " is not Graft's");
            }
        }

        ReadingValue toValue(ValueType type) {
            if (json && (jsonText != null || value != null)) {
                return new ReadingValue.Json(new JsonText(jsonText != null ? jsonText : (String) value));
            }
            if (value instanceof byte[] bytes) {
                return new ReadingValue.Binary(bytes, mediaType == null ? "" : mediaType);
            }
            if (text != null) {
                return new ReadingValue.Text(text);
            }
            if (jsonText != null) {
                return new ReadingValue.Text(Elements.spell(type, jsonText));
            }
            if (value == null) {
                return new ReadingValue.Null();
            }
            if (value instanceof Double number) {
                return new ReadingValue.Text(Decimals.exponential(number));
            }
            if (value instanceof Decimal128 number) {
                return new ReadingValue.Text(
                        number.bigDecimalValue().toBigInteger().toString());
            }
            return new ReadingValue.Text(value.toString());
        }
    }

    /** The elements of arrays of booleans and integers, spelled {@code [1, 2, 3]}. */
    private static final class Elements {

        static boolean canBeTyped(ValueType type, String text) {
            if (!type.isInteger() && type != ValueType.BOOL_ARRAY) {
                return false;
            }
            if (text.length() < 3 || text.charAt(0) != '[' || text.charAt(text.length() - 1) != ']') {
                return false;
            }
            for (String element : elements(text)) {
                if (!(type == ValueType.BOOL_ARRAY ? isBoolean(element) : isInteger(element))) {
                    return false;
                }
            }
            return true;
        }

        static void write(BsonWriter writer, ValueType type, String text) {
            writer.writeStartArray();
            for (String element : elements(text)) {
                if (type == ValueType.BOOL_ARRAY) {
                    writer.writeBoolean(element.equals("true"));
                } else {
                    long number = Long.parseLong(element);
                    if ((int) number == number) {
                        writer.writeInt32((int) number);
                    } else {
                        writer.writeInt64(number);
                    }
                }
            }
            writer.writeEndArray();
        }

        static String spell(ValueType type, String json) {
            return type.isArray() ? json.replace(",", ", ") : json;
        }

        private static List<String> elements(String text) {
            List<String> elements = new ArrayList<>();
            int start = 1;
            for (int comma = text.indexOf(", ", start); comma >= 0; comma = text.indexOf(", ", start)) {
                elements.add(text.substring(start, comma));
                start = comma + 2;
            }
            elements.add(text.substring(start, text.length() - 1));
            return elements;
        }

        private static boolean isBoolean(String element) {
            return element.equals("true") || element.equals("false");
        }

        private static boolean isInteger(String element) {
            if (element.isEmpty() || element.length() > LONGEST_LONG) {
                return false;
            }
            try {
                return Long.toString(Long.parseLong(element)).equals(element);
            } catch (NumberFormatException e) {
                return false;
            }
        }
    }
}
