package io.graft.bus.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.bus.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FiltersTest {

    private static final List<String> LEVELS = List.of("a", "b", "", "$s");

    @Test
    void filterWithinAnotherIsNotAskedForBesides() {
        assertThat(Filters.disjoint(List.of("x/a/b", "x/a/+", "x/#"))).containsExactly("x/#");
        assertThat(Filters.disjoint(List.of("x/#", "x"))).containsExactly("x/#");
    }

    @Test
    void filtersThatShareTopicsAreReplacedByOne() {
        assertThat(Filters.disjoint(List.of("a/+", "+/b"))).containsExactly("+/+");
        assertThat(Filters.disjoint(List.of("a/+/c", "+/#"))).containsExactly("+/#");
    }

    @Test
    void filtersThatShareNoTopicStayAsTheyAre() {
        List<String> filters = List.of("edgex/events/device/#", "edgex/events/core/+", "$SYS/#", "+/b", "a");
        assertThat(Filters.disjoint(filters)).isEqualTo(filters);
    }

    @Test
    void topicThatWasMatchedIsMatchedOnce() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> topics = topics();
        for (int round = 0; round < 2_000; round++) {
            List<String> filters = IntStream.range(0, 1 + random.nextInt(4))
                    .mapToObj(i -> filter(random))
                    .toList();
            List<String> disjoint = Filters.disjoint(filters);
            for (String topic : topics) {
                boolean wanted = filters.stream().anyMatch(filter -> Topics.matches(filter, topic));
                long times = disjoint.stream()
                        .filter(filter -> Topics.matches(filter, topic))
                        .count();
                assertThat(times)
                        .as("seed %s: %s for %s, topic %s", seed, disjoint, filters, topic)
                        .isBetween(wanted ? 1L : 0L, 1L);
            }
        }
    }

    private static List<String> topics() {
        List<String> topics = new ArrayList<>(LEVELS);
        for (String first : LEVELS) {
            for (String second : LEVELS) {
                topics.add(first + "/" + second);
                LEVELS.forEach(third -> topics.add(first + "/" + second + "/" + third));
            }
        }
        topics.removeIf(String::isEmpty);
        return topics;
    }

    private static String filter(Random random) {
        List<String> levels = new ArrayList<>();
        int length = 1 + random.nextInt(3);
        for (int i = 0; i < length; i++) {
            levels.add(random.nextInt(3) == 0 ? "+" : LEVELS.get(random.nextInt(LEVELS.size())));
        }
        if (random.nextInt(3) == 0) {
            levels.add("#");
        }
        String filter = String.join("/", levels);
        return filter.isEmpty() ? "a" : filter;
    }
}
