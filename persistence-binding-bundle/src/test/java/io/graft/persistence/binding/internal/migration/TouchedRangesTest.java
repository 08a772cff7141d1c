package io.graft.persistence.binding.internal.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.persistence.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TouchedRangesTest {

    private final TouchedRanges ranges = new TouchedRanges();

    @Test
    void whatIsMarkedInARowIsOneRange() {
        for (long origin = 1_700_000_000_000_000_000L; origin < 1_700_000_060_000_000_000L; origin += 10_000_000) {
            ranges.mark(origin);
        }

        assertThat(ranges.ranges()).singleElement().satisfies(range -> {
            assertThat(range.contains(1_700_000_000_000_000_000L)).isTrue();
            assertThat(range.contains(1_700_000_059_990_000_000L)).isTrue();
            assertThat(range.end() - range.start()).isLessThan(61_000_000_000L);
        });
    }

    @Test
    void everythingMarkedIsInOneOfFewRangesThatLieApartNewestFirst() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Long> marked = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            long origin = random.nextBoolean() ? random.nextLong() : 1_700_000_000_000_000_000L + random.nextInt();
            marked.add(origin);
            ranges.mark(origin);
        }

        List<TimeRange> found = ranges.ranges();
        assertThat(found).as("seed %d", seed).hasSizeLessThanOrEqualTo(1_024);
        assertThat(marked).as("seed %d", seed).allMatch(origin -> found.stream()
                .anyMatch(range -> range.contains(origin)));
        for (int i = 1; i < found.size(); i++) {
            assertThat(found.get(i).end())
                    .as("seed %d", seed)
                    .isLessThan(found.get(i - 1).start());
        }
    }

    @Test
    void allOfTimeIsOneRange() {
        ranges.mark(7);
        ranges.mark(TimeRange.ALL);
        ranges.mark(-7);

        assertThat(ranges.ranges()).containsExactly(TimeRange.ALL);
    }

    @Test
    void whatIsDoneIsTakenOut() {
        ranges.mark(0);
        ranges.mark(1L << 40);
        for (TimeRange range : ranges.ranges()) {
            assertThat(ranges.isEmpty()).isFalse();
            ranges.remove(range);
        }

        assertThat(ranges.isEmpty()).isTrue();
    }
}
