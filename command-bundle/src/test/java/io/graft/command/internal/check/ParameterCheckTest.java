package io.graft.command.internal.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.api.command.CommandException;
import io.graft.api.model.ValueType;
import io.graft.command.internal.Samples;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ParameterCheckTest {

    private static final String VALUE = "V";

    private static Source source(ValueType type, String min, String max, String assertion) {
        Operation operation =
                new Operation(Samples.resource(VALUE, type, "RW", min, max, "", assertion), Optional.empty(), Map.of());
        return new Source(VALUE, true, true, List.of(operation));
    }

    private static JsonNode sent(ValueType type, String json) {
        return ParameterCheck.check(source(type, null, null, ""), Samples.json("{'V':" + json + "}"))
                .get(VALUE);
    }

    private static void assertRefused(Source source, String json, String message) {
        assertThatThrownBy(() -> ParameterCheck.check(source, Samples.json("{'V':" + json + "}")))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessageContaining("'V'")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    BOOL          | true             | true
                    BOOL          | 'T'              | T
                    BOOL          | 1                | 1
                    STRING        | ''               |
                    STRING        | 12.5             | 12.5
                    STRING        | false            | false
                    UINT8         | 255              | 255
                    UINT8         | '0'              | 0
                    UINT64        | 18446744073709551615 | 18446744073709551615
                    INT8          | '-128'           | -128
                    INT16         | '+7'             | +7
                    INT32         | 1e3              | 1000
                    INT32         | 100000000        | 100000000
                    INT64         | -9223372036854775808 | -9223372036854775808
                    INT64         | 5.0              | 5
                    INT64         | 100.0            | 100
                    INT32         | 0e-999999999     | 0
                    STRING        | 100.0            | 100
                    FLOAT64       | 100.0            | 100
                    FLOAT64       | 1e200            | 1E+200
                    FLOAT32       | 1.5              | 1.5
                    FLOAT32       | 'P4AAAA=='       | P4AAAA==
                    FLOAT64       | '1.234e+01'      | 1.234e+01
                    FLOAT64       | -0.0             | 0
                    BOOL_ARRAY    | [true,false]     | [true,false]
                    STRING_ARRAY  | ['a','b']        | ["a","b"]
                    UINT8_ARRAY   | [1, 255]         | [1,255]
                    UINT8_ARRAY   | '1, 2'           | 1, 2
                    INT16_ARRAY   | [100.0, -2]      | [100,-2]
                    FLOAT64_ARRAY | [100.0, 0.5]     | [100,0.5]
                    INT16_ARRAY   | '[1, -2]'        | [1, -2]
                    FLOAT32_ARRAY | [1.5, 2]         | [1.5,2]
                    UINT64_ARRAY  | []               | []
                    """)
    void valuesThatFitAreSentAsDeviceServicesReadThem(ValueType type, String json, String sent) {
        JsonNode node = sent(type, json);

        assertThat(node.isTextual()).isTrue();
        assertThat(node.textValue()).isEqualTo(sent == null ? "" : sent);
    }

    @Test
    void objectsAreSentAsObjects() {
        assertThat(sent(ValueType.OBJECT, "{'a':[1,{'b':null}]}")).isEqualTo(Samples.json("{'a':[1,{'b':null}]}"));
        assertThat(sent(ValueType.OBJECT_ARRAY, "[{'a':1},{}]")).isEqualTo(Samples.json("[{'a':1},{}]"));
        ObjectNode text = JsonNodeFactory.instance.objectNode().put(VALUE, "{\"a\":1}");
        assertThat(ParameterCheck.check(source(ValueType.OBJECT, null, null, ""), text)
                        .get(VALUE))
                .isEqualTo(Samples.json("{'a':1}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    BOOL          | 'yes'            | is 'yes', not a Bool
                    BOOL          | 2                | is 2, not a Bool
                    STRING        | {'a':1}          | not a String
                    UINT8         | 256              | is 256, out of the range of an integer from 0 to 255 (Uint8)
                    UINT8         | -1               | out of the range
                    UINT8         | '-1'             | is '-1', not an integer from 0 to 255 (Uint8)
                    UINT8         | ''               | is an empty text, not a Uint8
                    INT8          | 128              | from -128 to 127
                    INT16         | 1.5              | is 1.5, not an integer from -32768 to 32767 (Int16)
                    INT16         | ' 1'             | is ' 1', not an integer
                    INT32         | 1e999999999      | out of the range
                    INT64         | 9223372036854775808 | out of the range
                    INT64         | true             | is true, not an Int64
                    UINT64        | 18446744073709551616 | out of the range
                    FLOAT32       | 1e39             | out of the range of a number (Float32)
                    FLOAT32       | 'warm'           | is 'warm', not a number (Float32)
                    FLOAT64       | 'NaN'            | not a number
                    FLOAT64       | [1]              | not a Float64
                    FLOAT64       | 'f/gAAAAAAAA='   | not a number
                    BINARY        | 'AAAA'           | can't be written
                    BOOL_ARRAY    | [true,1]         | has the element 1
                    STRING_ARRAY  | ['a',1]          | has the element 1
                    UINT8_ARRAY   | [1,256]          | has an element that is 256, out of the range
                    UINT8_ARRAY   | '1;2'            | not a Uint8Array
                    INT16_ARRAY   | '1,2'            | not an Int16Array
                    INT16_ARRAY   | 1                | not an Int16Array
                    FLOAT32_ARRAY | ['1']            | has the element "1"
                    OBJECT        | [1]              | not an Object
                    OBJECT        | 'x'              | not an Object
                    OBJECT_ARRAY  | [1]              | has the element 1, which is no object
                    """)
    void valuesThatDoNotFitAreRefused(ValueType type, String json, String message) {
        assertRefused(source(type, null, null, ""), json, message);
    }

    @ParameterizedTest
    @EnumSource(ValueType.class)
    void everyTypeTakesNull(ValueType type) {
        assertThat(sent(type, "null").isNull()).isTrue();
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        ObjectNode values = JsonNodeFactory.instance.objectNode().put(VALUE, Double.NaN);
        assertThatThrownBy(() -> ParameterCheck.check(source(ValueType.FLOAT64, null, null, ""), values))
                .hasMessageContaining("NaN");
    }

    @Test
    void limitsAreHeldExactly() {
        Source source = source(ValueType.INT64, "-9007199254740993", "9007199254740993", "");
        ParameterCheck.check(source, Samples.json("{'V':9007199254740993}"));
        ParameterCheck.check(source, Samples.json("{'V':'-9007199254740993'}"));
        assertRefused(source, "9007199254740994", "is 9007199254740994, above its maximum 9007199254740993");
        assertRefused(source, "'-9007199254740994'", "is -9007199254740994, below its minimum -9007199254740993");
        assertRefused(source(ValueType.FLOAT32, null, "0.1", ""), "0.1000001", "above its maximum 0.1");
        assertRefused(source(ValueType.INT32_ARRAY, "0", "9", ""), "[1,2,10]", "is 10, above its maximum 9");
        assertRefused(source(ValueType.UINT8_ARRAY, "2", null, ""), "'2,1'", "is 1, below its minimum 2");
    }

    @Test
    void whatTheProfileAssertsIsTheOnlyValue() {
        Source number = source(ValueType.INT32, null, null, "1");
        ParameterCheck.check(number, Samples.json("{'V':1}"));
        ParameterCheck.check(number, Samples.json("{'V':'+1'}"));
        assertRefused(number, "2", "is 2, but the profile asserts that it is 1");
        assertRefused(source(ValueType.STRING, null, null, "on"), "'off'", "asserts that it is on");
    }

    @Test
    void valuesWithMappingsAreOneOfThem() {
        Operation operation = new Operation(
                Samples.resource(VALUE, ValueType.UINT8, "RW", null, "1", "", ""),
                Optional.empty(),
                Map.of("0", "off", "1", "on", "2", "broken", "100", "full"));
        Source source = new Source("Switch", true, true, List.of(operation));

        assertThat(ParameterCheck.check(source, Samples.json("{'V':'on'}"))
                        .get(VALUE)
                        .textValue())
                .isEqualTo("on");
        assertThat(ParameterCheck.check(source, Samples.json("{'V':1}"))
                        .get(VALUE)
                        .textValue())
                .isEqualTo("1");
        assertRefused(source, "'dim'", "is 'dim', none of 'broken', 'full', 'off', 'on'");
        assertRefused(source, "100.0", "is 100, above its maximum 1");
        assertRefused(source, "'broken'", "is 2, above its maximum 1");
        assertRefused(source, "{}", "is {}, none of");
    }

    @Test
    void whatIsMissingHasADefaultOrIsAskedFor() {
        Operation own = new Operation(
                Samples.resource("A", ValueType.INT8, "RW", null, null, "", ""), Optional.of("5"), Map.of());
        Operation wrong = new Operation(
                Samples.resource("B", ValueType.INT8, "RW", null, "3", "", ""), Optional.of("9"), Map.of());
        Operation none = new Operation(
                Samples.resource("C", ValueType.INT8, "RW", null, null, "", ""), Optional.empty(), Map.of());

        assertThat(ParameterCheck.check(new Source("S", true, true, List.of(own)), Samples.json("{}")))
                .as("the device service fills it in")
                .isEmpty();
        assertThatThrownBy(() -> ParameterCheck.check(new Source("S", true, true, List.of(wrong)), Samples.json("{}")))
                .hasMessage("parameter 'B' is 9, above its maximum 3; this is the profile's default value, since none"
                        + " was given");
        assertThatThrownBy(() ->
                        ParameterCheck.check(new Source("S", true, true, List.of(own, none)), Samples.json("{'A':1}")))
                .hasMessage("parameter 'C' of 'S' is missing, and the profile has no default value for it");
    }

    @Test
    void unknownParametersAreNamed() {
        assertThatThrownBy(() -> ParameterCheck.check(
                        source(ValueType.INT8, null, null, ""), Samples.json("{'V':1,'w':2,'x':3}")))
                .hasMessage("'V' has no parameter 'w', 'x'; it has 'V'");
        assertThatThrownBy(() -> ParameterCheck.check(source(ValueType.INT8, null, null, ""), Samples.json("'x'")))
                .hasMessageContaining("must be a JSON object");
    }

    @Test
    void longValuesAreShortenedInMessages() {
        String text = "x".repeat(5000);
        assertThatThrownBy(() -> ParameterCheck.check(
                        source(ValueType.INT8, null, null, ""), Samples.json("{'V':'" + text + "'}")))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250));
    }

    /** Integers at and around the ends of every type, given as numbers and as text, against plain arithmetic. */
    @Test
    void integersFitExactlyWithinTheirTypes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (ValueType type : ValueType.values()) {
            if (!type.isInteger() || type.isArray()) {
                continue;
            }
            int bits = Integer.parseInt(type.edgexName().replaceAll("\\D", ""));
            BigInteger least = type.isUnsigned()
                    ? BigInteger.ZERO
                    : BigInteger.TWO.pow(bits - 1).negate();
            BigInteger most =
                    BigInteger.TWO.pow(type.isUnsigned() ? bits : bits - 1).subtract(BigInteger.ONE);
            for (int i = 0; i < 200; i++) {
                BigInteger near = (random.nextBoolean() ? least : most).add(BigInteger.valueOf(random.nextInt(7) - 3));
                BigInteger value = random.nextInt(3) == 0 ? new BigInteger(bits + 2, random) : near;
                boolean fits = value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
                for (String json : List.of(value.toString(), "'" + value + "'")) {
                    assertThat(fits(type, json))
                            .as("%s as %s, seed %s", json, type, seed)
                            .isEqualTo(fits);
                }
            }
        }
    }

    private static boolean fits(ValueType type, String json) {
        try {
            sent(type, json);
            return true;
        } catch (CommandException e) {
            return false;
        }
    }
}
