package io.graft.persistence.binding.internal.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.log.codec.Output;
import io.graft.persistence.tck.oracle.RandomEvents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventCodecTest {

    private static final int EVENTS = 2_000;
    private static final List<ValueType> TYPES = List.of(ValueType.values());
    private static final String[] TEXTS = {
        "", "a", "d 1", "ünï/çødé%2F", "設備", "\u0000", "\ud83d\ude00", "half \ud83d", "\udc00", "x".repeat(300)
    };

    @Test
    void everyEventComesBackAsItWas() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RandomEvents world = new RandomEvents(random);
        for (int i = 0; i < EVENTS; i++) {
            comesBack(world.next(), seed);
            comesBack(anything(random), seed);
        }
    }

    @Test
    void everyTypeAndKindOfValueComesBack() {
        List<Reading> readings = new ArrayList<>();
        for (ValueType type : ValueType.values()) {
            for (ReadingValue value : List.of(
                    new ReadingValue.Text("1e-07"),
                    new ReadingValue.Binary(new byte[] {-1, 0, 1}, "image/jpeg"),
                    new ReadingValue.Json(new JsonText("{ \"a\" : 1.0 }")),
                    new ReadingValue.Null())) {
                readings.add(new Reading(1, "d", "p", "r", type, "", value, null, null));
            }
        }
        comesBack(new Event(new UUID(1, 2), "d", "p", "r", Long.MIN_VALUE, readings, null, null), 0);
    }

    @Test
    void aRecordThatIsCutShortIsDamaged() {
        Random random = new Random(7);
        byte[] record = EventCodec.encode(anything(random)).toBytes();
        for (int length = 0; length < record.length; length++) {
            byte[] part = Arrays.copyOf(record, length);
            assertThatThrownBy(() -> EventCodec.decode(1, part, 0, part.length))
                    .isInstanceOf(CorruptStoreException.class);
        }
    }

    private static void comesBack(Event event, long seed) {
        Output record = EventCodec.encode(event);
        record.setLong(0, 1_700_000_000_123L);
        byte[] shifted = new byte[record.size() + 3];
        record.copyTo(shifted, 3);
        assertThat(EventCodec.decode(42, shifted, 3, record.size()))
                .as("seed %s", seed)
                .isEqualTo(new Spooled(42, 1_700_000_000_123L, event));
        assertThat(EventCodec.spooledAt(shifted, 3, record.size())).isEqualTo(1_700_000_000_123L);
    }

    private static Event anything(Random random) {
        List<Reading> readings = new ArrayList<>();
        for (int n = random.nextInt(5); n >= 0; n--) {
            readings.add(new Reading(
                    random.nextLong(),
                    text(random),
                    text(random),
                    text(random),
                    TYPES.get(random.nextInt(TYPES.size())),
                    text(random),
                    value(random),
                    json(random),
                    json(random)));
        }
        return new Event(
                new UUID(random.nextLong(), random.nextLong()),
                text(random),
                text(random),
                text(random),
                random.nextLong(),
                readings,
                json(random),
                json(random));
    }

    private static ReadingValue value(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new ReadingValue.Text(text(random));
            case 1 -> {
                byte[] bytes = new byte[random.nextInt(1_000)];
                random.nextBytes(bytes);
                yield new ReadingValue.Binary(bytes, text(random));
            }
            case 2 -> new ReadingValue.Json(new JsonText("[" + random.nextInt() + ", \"" + text(random) + "\"]"));
            default -> new ReadingValue.Null();
        };
    }

    private static JsonText json(Random random) {
        return random.nextBoolean() ? null : new JsonText("{\"" + text(random) + "\": 1.50 }");
    }

    private static String text(Random random) {
        return TEXTS[random.nextInt(TEXTS.length)];
    }
}
