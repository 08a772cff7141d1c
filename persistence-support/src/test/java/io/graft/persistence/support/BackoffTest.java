package io.graft.persistence.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void doublesUpToTheMost() {
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(3));

        assertThat(backoff.after(1)).hasMillis(500);
        assertThat(backoff.after(2)).hasMillis(1_000);
        assertThat(backoff.after(3)).hasMillis(2_000);
        assertThat(backoff.after(4)).hasMillis(3_000);
        assertThat(backoff.after(Integer.MAX_VALUE)).hasMillis(3_000);
    }
}
