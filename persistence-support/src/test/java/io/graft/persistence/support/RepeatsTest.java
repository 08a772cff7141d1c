package io.graft.persistence.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RepeatsTest {

    private Instant now = Instant.EPOCH;
    private final Repeats repeats = new Repeats(() -> now);

    @Test
    void eachMessageIsNewsOnceInTenMinutes() {
        assertThat(repeats.isNews("a")).isTrue();
        assertThat(repeats.isNews("b")).isTrue();
        assertThat(repeats.isNews("a")).isFalse();
        now = now.plus(Duration.ofMinutes(10));
        assertThat(repeats.isNews("a")).isTrue();
        assertThat(repeats.isNews("a")).isFalse();
    }

    @Test
    void whatIsOverIsNewsWhenItComesAgain() {
        repeats.isNews("a");

        repeats.clear();

        assertThat(repeats.isNews("a")).isTrue();
    }

    @Test
    void onlySomeMessagesAreRemembered() {
        repeats.isNews("first");
        for (int i = 0; i < 32; i++) {
            repeats.isNews("message " + i);
        }

        assertThat(repeats.isNews("first")).isTrue();
        assertThat(repeats.isNews("message 31")).isFalse();
    }
}
