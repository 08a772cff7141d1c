package io.graft.persistence.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateTest {

    private final AtomicLong nanos = new AtomicLong(-77);
    private final Rate rate = new Rate(nanos::get);

    @Test
    void isThatOfTheLastTenSeconds() {
        rate.add(30);
        assertThat(rate.perSecond()).isEqualTo(30);
        pass(Duration.ofSeconds(1));
        assertThat(rate.perSecond()).isEqualTo(15);
        rate.add(30);
        pass(Duration.ofSeconds(8));
        assertThat(rate.perSecond()).isEqualTo(6);

        pass(Duration.ofSeconds(1));
        assertThat(rate.perSecond()).as("the first second is out of sight").isEqualTo(3);
        pass(Duration.ofDays(400));
        assertThat(rate.perSecond()).isZero();
        rate.add(10);
        assertThat(rate.perSecond()).isEqualTo(1);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
