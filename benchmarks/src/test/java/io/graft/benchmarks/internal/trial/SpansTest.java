package io.graft.benchmarks.internal.trial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpansTest {

    @Test
    void theLongestIsOfAllThatWereUnderWayAtAnyInstantOfTheStretch() {
        Spans spans = new Spans();
        spans.add(0, 10);
        spans.add(5, 30);
        spans.add(20, 35);
        spans.add(40, 45);
        spans.add(21, 60);

        assertThat(spans.longestWithin(11, 19)).isEqualTo(25);
        assertThat(spans.longestWithin(31, 34)).isEqualTo(39);
        assertThat(spans.longestWithin(0, 4)).isEqualTo(10);
        assertThat(spans.longestWithin(61, 70)).isZero();
    }

    @Test
    void anyNumberIsKept() {
        Spans spans = new Spans();
        for (int i = 0; i < 200_000; i++) {
            spans.add(i, i + 2);
        }

        assertThat(spans.longestWithin(150_000, 150_001)).isEqualTo(2);
        assertThat(spans.endedWithin(100_000, 100_099).getTotalCount()).isEqualTo(100);
    }
}
