package io.graft.api.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {

    @ParameterizedTest
    @CsvSource({
        "a/b, a/b",
        "a/+, a/b",
        "+/+, a/b",
        "#, a/b",
        "a/#, a",
        "a/#, a/b/c",
        "a/+/c, a//c",
        "+/+, /b",
        "+, a",
        "$SYS/#, $SYS/x",
        "edgex/events/device/#, edgex/events/device/s/p/d/Ünï",
        "a/+/#, a/b"
    })
    void filterMatches(String filter, String topic) {
        assertThat(Topics.matches(filter, topic)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, a/bc",
        "a/b, a",
        "a, a/b",
        "a/+, a",
        "a/+, a/b/c",
        "+, a/b",
        "#, $SYS/x",
        "+/x, $SYS/x",
        "a/#, ab",
        "A/b, a/b",
        "a/+/#, a"
    })
    void filterDoesNotMatch(String filter, String topic) {
        assertThat(Topics.matches(filter, topic)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/#/b", "a#", "+a/b", "a/b+", "a\0b", "#/a"})
    void filterIsRefused(String filter) {
        assertThatIllegalArgumentException().isThrownBy(() -> Topics.requireFilter(filter));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/+", "#", "a\0b"})
    void topicIsRefused(String topic) {
        assertThatIllegalArgumentException().isThrownBy(() -> Topics.requireTopic(topic));
    }

    @Test
    void lengthIsLimitedInBytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Topics.requireTopic("ü".repeat(32_768)))
                .withMessageContaining("65535");
        assertThat(Topics.requireTopic("ü".repeat(32_767))).hasSize(32_767);
    }
}
