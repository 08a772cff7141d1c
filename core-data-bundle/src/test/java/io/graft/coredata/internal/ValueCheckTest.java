package io.graft.coredata.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.model.ValueType;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ValueCheckTest {

    private static Stream<Arguments> valid() {
        return Stream.of(
                        all("Bool", "true", "TRUE", "True", "t", "T", "1", "false", "FALSE", "False", "f", "F", "0"),
                        all("String", "", " ", "any text", "ünïcödé 中文 😀"),
                        all("Uint8", "0", "255", "007", "0000000000000000000000255"),
                        all("Uint16", "0", "65535"),
                        all("Uint32", "0", "4294967295"),
                        all("Uint64", "0", "18446744073709551615", "9223372036854775808"),
                        all("Int8", "-128", "127", "+127", "-0"),
                        all("Int16", "-32768", "32767"),
                        all("Int32", "-2147483648", "2147483647"),
                        all("Int64", "-9223372036854775808", "9223372036854775807"),
                        floats("Float32", "3.4028235e+38", "-3.4e38", "1.17e-38", "1e-60", "1e9", "9e37"),
                        floats("Float64", "1.7976931348623157e308", "-1.7e308", "1e-400", "1e99", "1.234e+01"),
                        all("BoolArray", "[true, false]", "[1,0,t]", "[]", "[ T ]"),
                        all("StringArray", "[\"a\",\"b\"]", "[a, b]", "[]", "anything"),
                        all("Uint8Array", "[0, 255]", "[1,2]", "[]", "[ ]", "[ 7 ]"),
                        all("Uint16Array", "[0, 65535]"),
                        all("Uint32Array", "[0, 4294967295]"),
                        all("Uint64Array", "[0, 18446744073709551615]"),
                        all("Int8Array", "[-128, 127]"),
                        all("Int16Array", "[-32768, 32767]"),
                        all("Int32Array", "[-2147483648, 2147483647]"),
                        all("Int64Array", "[-9223372036854775808, 9223372036854775807]"),
                        all("Float32Array", "[1.5e+00, -2]", "[NaN]"),
                        all("Float64Array", "[1e300, -Inf, .5]"))
                .flatMap(cases -> cases);
    }

    private static Stream<Arguments> invalid() {
        return Stream.of(
                        all("Bool", "", "yes", "tRUE", "2", " true", "TrUe", "truе"),
                        all("Uint8", "", "256", "-1", "+1", "1.0", "a", "1e2", "0x10", "1_0", " 1", "1 ", "٣"),
                        all("Uint16", "65536", "-1", ""),
                        all("Uint32", "4294967296", "-1", ""),
                        all("Uint64", "18446744073709551616", "99999999999999999999", "-1", ""),
                        all("Int8", "128", "-129", "", "-", "+", "--1", "1.5"),
                        all("Int16", "32768", "-32769"),
                        all("Int32", "2147483648", "-2147483649"),
                        all("Int64", "9223372036854775808", "-9223372036854775809"),
                        all(
                                "Float32", "", "3.5e38", "1e39", "-1e39", "abc", "1.5f", "1d", " 1", "1 ", "1e", "e5",
                                ".", "-", "+"),
                        all(
                                "Float64", "", "1e309", "-1e400", "abc", "1.5f", "0x1", "0x1.8", "1__0", "_1", "1_",
                                "1,5", "Infinit"),
                        all(
                                "BoolArray",
                                "true",
                                "[true",
                                "true]",
                                "[true, ]",
                                "[,]",
                                "[true false]",
                                "",
                                "[",
                                "]",
                                "[[true]]"),
                        all(
                                "Uint8Array",
                                "[256]",
                                "[1, -1]",
                                "[1.5]",
                                "1,2",
                                "[1;2]",
                                "",
                                "[",
                                "[1,,2]",
                                "[1,]",
                                "[,1]"),
                        all("Int64Array", "[9223372036854775808]"),
                        all("Float32Array", "[1e39]", "[abc]", "[1 2]"),
                        all("Float64Array", "[1e309]", "[]]"))
                .flatMap(cases -> cases);
    }

    private static Stream<Arguments> all(String type, String... values) {
        return Stream.of(values).map(value -> Arguments.of(type, value));
    }

    private static Stream<Arguments> floats(String type, String... more) {
        return Stream.concat(
                all(
                        type,
                        "0",
                        "-0",
                        "+5",
                        "1.5",
                        "1.",
                        ".5",
                        "1e5",
                        "1E5",
                        "1e+5",
                        "1e-5",
                        "inf",
                        "-Inf",
                        "+INFINITY",
                        "nan",
                        "NaN",
                        "0x1p-2",
                        "0X1.8P3",
                        "0x_1p1",
                        "1_000.5_0",
                        "1_23.50_0_0e+1_2",
                        "00012",
                        "123456789012345678901234567890.12345678901234567890"),
                all(type, more));
    }

    @ParameterizedTest
    @MethodSource("valid")
    void takesWhatGoTakes(String type, String value) {
        assertThat(ValueCheck.matches(ValueType.of(type).orElseThrow(), value)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesWhatGoRefuses(String type, String value) {
        assertThat(ValueCheck.matches(ValueType.of(type).orElseThrow(), value)).isFalse();
    }
}
