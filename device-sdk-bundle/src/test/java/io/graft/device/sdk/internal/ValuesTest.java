package io.graft.device.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.model.ValueType;
import io.graft.device.sdk.DeviceResource;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValuesTest {

    @Test
    void valuesOfAnyJavaTypeBecomeThoseOfTheResource() {
        assertThat(text(ValueType.BOOL, "1")).isEqualTo("true");
        assertThat(text(ValueType.UINT8, 255)).isEqualTo("255");
        assertThat(text(ValueType.INT64, "-9223372036854775808")).isEqualTo("-9223372036854775808");
        assertThat(text(ValueType.UINT64, new BigInteger("18446744073709551615")))
                .isEqualTo("18446744073709551615");
        assertThat(text(ValueType.INT16, 5.0)).isEqualTo("5");
        assertThat(text(ValueType.STRING, 5)).isEqualTo("5");
        assertThat(text(ValueType.INT32_ARRAY, new int[] {1, -2})).isEqualTo("[1, -2]");
        assertThat(text(ValueType.BOOL_ARRAY, List.of(true, false))).isEqualTo("[true, false]");
        assertThat(text(ValueType.FLOAT64_ARRAY, "[1.5, 2]")).isEqualTo("[1.5, 2]");
        assertThat(text(ValueType.STRING_ARRAY, List.of("a", "b\""))).isEqualTo("[\"a\",\"b\\\"\"]");
    }

    @Test
    void numbersAreWrittenPlainOrWithGosExponent() {
        assertThat(text(ValueType.FLOAT64, 12.34)).isEqualTo("12.34");
        assertThat(text(ValueType.FLOAT64, 0)).isEqualTo("0");
        assertThat(text(ValueType.FLOAT64, -100.0)).isEqualTo("-100");
        assertThat(text(ValueType.FLOAT64, 1.5e300)).isEqualTo("1.5e+300");
        assertThat(text(ValueType.FLOAT64, -2e-9)).isEqualTo("-2e-09");
        assertThat(text(ValueType.FLOAT32, 0.1)).isEqualTo("0.1");
        assertThat(text(ValueType.FLOAT32, 16777216f)).isEqualTo("16777216");
    }

    @Test
    void whateverDoubleIsWrittenIsReadBackExactly() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(text(ValueType.FLOAT64, value)))
                        .as("seed %s", seed)
                        .isEqualTo(value);
            }
        }
    }

    @Test
    void whatIsNoneOfTheTypeIsRefusedWithNameValueAndType() {
        refused(ValueType.UINT8, 256, "x = '256' is no Uint8: it is out of range");
        refused(ValueType.UINT16, -1, "x = '-1' is no Uint16: it is out of range");
        refused(ValueType.INT8, -129, "x = '-129' is no Int8: it is out of range");
        refused(ValueType.INT32, 1.5, "x = '1.5' is no Int32");
        refused(ValueType.INT32, "many", "x = 'many' is no Int32");
        refused(ValueType.FLOAT32, 1e39, "x = '1.0E39' is no Float32: it is too large");
        refused(ValueType.BOOL, "yes", "x = 'yes' is no Bool");
        refused(ValueType.INT32, "1e100000000", "x = '1e100000000' is no Int32: it is out of range");
        refused(ValueType.INT32, "1e-100000000", "x = '1e-100000000' is no Int32");
        refused(ValueType.INT32_ARRAY, "[1, null]", "x = '[1, null]' is no Int32Array: it is null");
        refused(ValueType.INT32_ARRAY, "5", "x = '5' is no Int32Array: it is no array");
        refused(ValueType.INT32_ARRAY, "[1, 2.5]", "x = '[1, 2.5]' is no Int32Array");
    }

    @Test
    void transformsFollowEdgexsOrder() {
        DeviceResource bits = resource(
                ValueType.UINT16,
                new DeviceResource.Transform(BigInteger.valueOf(0xF0), -4L, null, BigDecimal.TEN, BigDecimal.ONE, ""));
        assertThat(Transforms.read(bits, BigInteger.valueOf(0xABCD))).isEqualTo(BigInteger.valueOf(0xC * 10 + 1));
        DeviceResource base =
                resource(ValueType.FLOAT64, new DeviceResource.Transform(null, null, BigDecimal.TEN, null, null, ""));
        assertThat(Transforms.read(base, 3.0)).isEqualTo(1000.0);
    }

    @Test
    void aNumberThatDoesNotFitAnyMoreIsSaidToOverflow() {
        DeviceResource scaled =
                resource(ValueType.INT8, new DeviceResource.Transform(null, null, null, BigDecimal.TEN, null, ""));
        assertThat(Transforms.read(scaled, BigInteger.valueOf(13))).isEqualTo(Transforms.Lost.OVERFLOW);
        assertThat(Transforms.read(resource(ValueType.FLOAT64, DeviceResource.Transform.NONE), Double.NaN))
                .isEqualTo(Transforms.Lost.NAN);
        assertThatThrownBy(() -> Transforms.write(
                        resource(
                                ValueType.UINT8,
                                new DeviceResource.Transform(null, null, null, null, BigDecimal.TEN, "")),
                        BigInteger.ONE))
                .hasMessageContaining("out of the range of Uint8");
    }

    @Test
    void whatIsWrittenIsReadBackThroughScaleAndOffset() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        DeviceResource resource = resource(
                ValueType.INT32,
                new DeviceResource.Transform(null, null, null, BigDecimal.valueOf(4), BigDecimal.valueOf(-7), ""));
        for (int i = 0; i < 1000; i++) {
            BigInteger value = BigInteger.valueOf(4L * (random.nextInt() / 16) - 7);
            assertThat(Transforms.read(resource, Transforms.write(resource, value)))
                    .as("seed %s", seed)
                    .isEqualTo(value);
        }
    }

    private static void refused(ValueType type, Object value, String message) {
        assertThatThrownBy(() -> Values.of(resource(type, DeviceResource.Transform.NONE), value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static String text(ValueType type, Object value) {
        return Values.text(type, Values.of(resource(type, DeviceResource.Transform.NONE), value));
    }

    private static DeviceResource resource(ValueType type, DeviceResource.Transform transform) {
        return new DeviceResource(
                "x", type, true, true, "", Map.of(), DeviceResource.Limits.NONE, transform, "", Map.of());
    }
}
