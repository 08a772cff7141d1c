package io.graft.bus.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void anHourOfFailuresIsAFewAttemptsPerMinute() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(30));
        Duration clock = Duration.ZERO;
        int failures = 0;
        while (clock.compareTo(Duration.ofHours(1)) < 0) {
            failures++;
            Duration pause = backoff.after(failures, random);
            assertThat(pause).as("seed %s", seed).isBetween(Duration.ofMillis(125), Duration.ofSeconds(30));
            clock = clock.plus(pause);
        }
        assertThat(failures).as("seed %s", seed).isBetween(120, 260);
    }

    @Test
    void pausesGrowFromTheFirstToTheMost() {
        Random random = new Random(1);
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(1_000));
        assertThat(backoff.after(1, random)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
        assertThat(backoff.after(3, random)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
        assertThat(backoff.after(1_000_000, random)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1_000));
    }
}
