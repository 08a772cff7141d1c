package io.graft.metadata.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "100ms, PT0.1S",
        "1h30m, PT1H30M",
        "1.5h, PT1H30M",
        ".5s, PT0.5S",
        "1.s, PT1S",
        "7d, PT168H",
        "1d12h, PT36H",
        "5us, PT0.000005S",
        "5µs, PT0.000005S",
        "5μs, PT0.000005S",
        "1ns, PT0.000000001S",
        "-2m, PT-2M",
        "+2m, PT2M",
        "9223372036854775807ns, PT2562047H47M16.854775807S",
    })
    void whatGoParses(String text, Duration duration) {
        assertThat(GoDuration.parse(text)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "s",
                ".",
                ".s",
                "1 s",
                "1w",
                "1S",
                "ms1",
                "--1s",
                "1e3s",
                "９s",
                "1s ",
                "106752d",
                "9223372036854775808ns",
                "1_0s"
            })
    void whatGoDoesNot(String text) {
        assertThat(GoDuration.parse(text)).isEmpty();
        assertThat(GoDuration.parse("1s".repeat(60))).as("no one writes that").isEmpty();
    }
}
