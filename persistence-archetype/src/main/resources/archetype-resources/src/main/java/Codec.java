package ${package};

import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.Document;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;

/** Writes records as bytes, and reads them again exactly as they were. */
final class Codec {

    private interface Encoding {
        void to(DataOutputStream out) throws IOException;
    }

    private interface Decoding<T> {
        T from(DataInputStream in) throws IOException;
    }

    private Codec() {}

    /** An event without its readings, but for their number. */
    static byte[] head(Event event) {
        return write(out -> {
            text(out, event.deviceName());
            text(out, event.profileName());
            text(out, event.sourceName());
            out.writeLong(event.origin());
            json(out, event.tags());
            json(out, event.extensions());
            out.writeInt(event.readings().size());
        });
    }

    /** @param readings gives the readings by their place */
    static Event event(UUID id, byte[] head, IntFunction<Reading> readings) {
        return read(head, in -> {
            String device = text(in);
            String profile = text(in);
            String source = text(in);
            long origin = in.readLong();
            JsonText tags = json(in);
            JsonText extensions = json(in);
            List<Reading> all = new ArrayList<>();
            int count = in.readInt();
            for (int place = 0; place < count; place++) {
                all.add(readings.apply(place));
            }
            return new Event(id, device, profile, source, origin, all, tags, extensions);
        });
    }

    static byte[] reading(Reading reading) {
        return write(out -> {
            out.writeLong(reading.origin());
            text(out, reading.deviceName());
            text(out, reading.profileName());
            text(out, reading.resourceName());
            text(out, reading.valueType().edgexName());
            text(out, reading.units());
            value(out, reading.value());
            json(out, reading.tags());
            json(out, reading.extensions());
        });
    }

    static Reading reading(byte[] bytes) {
        return read(
                bytes,
                in -> new Reading(
                        in.readLong(),
                        text(in),
                        text(in),
                        text(in),
                        ValueType.of(text(in)).orElseThrow(),
                        text(in),
                        value(in),
                        json(in),
                        json(in)));
    }

    static byte[] document(Document document) {
        return write(out -> {
            text(out, document.id());
            out.writeLong(document.revision());
            out.writeInt(document.texts().size());
            for (Map.Entry<String, List<String>> field : document.texts().entrySet()) {
                text(out, field.getKey());
                texts(out, field.getValue());
            }
            out.writeInt(document.numbers().size());
            for (Map.Entry<String, Long> field : document.numbers().entrySet()) {
                text(out, field.getKey());
                out.writeLong(field.getValue());
            }
            text(out, document.body());
        });
    }

    static Document document(byte[] bytes) {
        return read(bytes, in -> {
            String id = text(in);
            long revision = in.readLong();
            Map<String, List<String>> texts = new HashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                texts.put(text(in), texts(in));
            }
            Map<String, Long> numbers = new HashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                numbers.put(text(in), in.readLong());
            }
            return new Document(id, revision, texts, numbers, text(in));
        });
    }

    static byte[] spec(CollectionSpec spec) {
        return write(out -> {
            text(out, spec.name());
            texts(out, spec.unique());
            texts(out, spec.indexed());
            texts(out, spec.numbers());
        });
    }

    static CollectionSpec spec(byte[] bytes) {
        return read(
                bytes,
                in -> new CollectionSpec(text(in), Set.copyOf(texts(in)), Set.copyOf(texts(in)), Set.copyOf(texts(in))));
    }

    private static void value(DataOutputStream out, ReadingValue value) throws IOException {
        if (value instanceof ReadingValue.Text text) {
            out.writeByte('t');
            text(out, text.text());
        } else if (value instanceof ReadingValue.Json json) {
            out.writeByte('j');
            json(out, json.json());
        } else if (value instanceof ReadingValue.Binary binary) {
            out.writeByte('b');
            text(out, binary.mediaType());
            out.writeInt(binary.bytes().length);
            out.write(binary.bytes());
        } else {
            out.writeByte('n');
        }
    }

    private static ReadingValue value(DataInputStream in) throws IOException {
        return switch (in.readByte()) {
            case 't' -> new ReadingValue.Text(text(in));
            case 'j' -> new ReadingValue.Json(json(in));
            case 'b' -> {
                String mediaType = text(in);
                yield new ReadingValue.Binary(in.readNBytes(in.readInt()), mediaType);
            }
            default -> new ReadingValue.Null();
        };
    }

    private static void texts(DataOutputStream out, Collection<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            text(out, text);
        }
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            texts.add(text(in));
        }
        return texts;
    }

    private static void json(DataOutputStream out, JsonText json) throws IOException {
        out.writeBoolean(json != null);
        if (json != null) {
            text(out, json.text());
        }
    }

    private static JsonText json(DataInputStream in) throws IOException {
        return in.readBoolean() ? new JsonText(text(in)) : null;
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        // Half a surrogate pair is legal in a text and can't be written in UTF-8
        boolean utf8 = StandardCharsets.UTF_8.newEncoder().canEncode(text);
        out.writeBoolean(utf8);
        if (utf8) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        } else {
            out.writeInt(text.length());
            out.writeChars(text);
        }
    }

    private static String text(DataInputStream in) throws IOException {
        if (in.readBoolean()) {
            return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
        }
        char[] chars = new char[in.readInt()];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = in.readChar();
        }
        return new String(chars);
    }

    private static byte[] write(Encoding encoding) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            encoding.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] bytes, Decoding<T> decoding) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return decoding.from(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
