package io.graft.command.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.command.internal.Circuits.Rule;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitsTest {

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final AtomicLong clock = new AtomicLong(-1);
    private Rule rule = new Rule(3, PAUSE);
    private final Circuits circuits = new Circuits(() -> rule, clock::get);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            circuits.failed("s", "reason " + i);
        }
    }

    @Test
    void opensAfterSoManyFailuresInSuccession() {
        fail(2);
        circuits.answered("s");
        fail(2);
        assertThat(circuits.refusal("s")).isEmpty();
        assertThat(circuits.open()).isEmpty();

        fail(1);

        assertThat(circuits.refusal("s")).contains(PAUSE);
        assertThat(circuits.refusal("other")).isEmpty();
        assertThat(circuits.open()).containsExactly(new Circuits.Open("s", 3, "reason 0"));
        assertThat(circuits.refused()).isEqualTo(1);
    }

    @Test
    void letsOneThroughAfterThePauseAndClosesWhenItIsAnswered() {
        fail(3);
        clock.addAndGet(PAUSE.toNanos());

        assertThat(circuits.refusal("s")).isEmpty();
        assertThat(circuits.refusal("s")).as("one at a time").contains(PAUSE);

        circuits.answered("s");
        assertThat(circuits.refusal("s")).isEmpty();
        assertThat(circuits.refusal("s")).isEmpty();
    }

    @Test
    void pausesAgainWhenTheTrialFails() {
        fail(3);
        clock.addAndGet(PAUSE.toNanos());
        assertThat(circuits.refusal("s")).isEmpty();
        fail(1);
        assertThat(circuits.refusal("s")).contains(PAUSE);
        clock.addAndGet(PAUSE.toNanos());
        assertThat(circuits.refusal("s")).isEmpty();
    }

    @Test
    void aTrialOfWhichNothingIsKnownIsFollowedByAnother() {
        fail(3);
        clock.addAndGet(PAUSE.toNanos());
        assertThat(circuits.refusal("s")).isEmpty();
        circuits.unknown("s");
        assertThat(circuits.refusal("s")).isEmpty();
    }

    @Test
    void neverOpensWhereThatIsOff() {
        rule = new Rule(0, PAUSE);
        fail(100);
        assertThat(circuits.refusal("s")).isEmpty();
        assertThat(circuits.open()).isEmpty();
    }
}
