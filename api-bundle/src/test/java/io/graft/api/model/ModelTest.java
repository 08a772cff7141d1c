package io.graft.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModelTest {

    @Test
    void thereAre27ValueTypesAndEachIsFoundInAnyCase() {
        assertThat(ValueType.values()).hasSize(27);
        for (ValueType type : ValueType.values()) {
            assertThat(ValueType.of(type.edgexName())).contains(type);
            assertThat(ValueType.of(type.edgexName().toUpperCase(Locale.ROOT))).contains(type);
        }
        assertThat(ValueType.of("BinaryArray")).isEmpty();
    }

    @Test
    void tenValueTypesAreSingleNumbers() {
        Stream<String> numeric = Arrays.stream(ValueType.values())
                .filter(ValueType::isNumericScalar)
                .map(ValueType::edgexName);

        assertThat(numeric)
                .containsExactlyInAnyOrder(
                        "Uint8", "Uint16", "Uint32", "Uint64", "Int8", "Int16", "Int32", "Int64", "Float32", "Float64");
    }

    @Test
    void anEventWithoutAReadingIsRefused() {
        UUID id = UUID.randomUUID();

        assertThatThrownBy(() -> new Event(id, "device", "profile", "source", 1, List.of(), null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(id.toString());
    }

    @Test
    void binaryValuesAreEqualByTheirBytesAndDontPrintThem() {
        ReadingValue one = new ReadingValue.Binary(new byte[] {1, 2}, "image/png");

        assertThat(one)
                .isEqualTo(new ReadingValue.Binary(new byte[] {1, 2}, "image/png"))
                .hasSameHashCodeAs(new ReadingValue.Binary(new byte[] {1, 2}, "image/png"))
                .isNotEqualTo(new ReadingValue.Binary(new byte[] {1, 3}, "image/png"))
                .isNotEqualTo(new ReadingValue.Binary(new byte[] {1, 2}, "image/jpeg"))
                .hasToString("Binary[2 bytes, image/png]");
    }
}
