package io.graft.bus.broker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.bus.Topics;
import io.graft.bus.broker.internal.route.Receiver;
import io.graft.bus.broker.internal.route.Subscription;
import io.graft.bus.broker.internal.route.TopicTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopicTreeTest {

    private static final int STEPS = 5_000;
    private static final List<String> LEVELS = List.of("a", "b", "", "$c", "+", "#");

    @Test
    void matchesAsTheRulesSayWhateverIsAddedAndRemoved() {
        long seed = Long.getLong("graft.seed", new Random().nextLong());
        System.out.println("seed " + seed + " (give it with -Dgraft.seed)");
        Random random = new Random(seed);
        TopicTree tree = new TopicTree();
        List<Receiver> receivers =
                IntStream.range(0, 5).<Receiver>mapToObj(i -> new Named(i)).toList();
        Map<Receiver, Set<String>> model = new HashMap<>();
        receivers.forEach(receiver -> model.put(receiver, new HashSet<>()));
        for (int i = 0; i < STEPS; i++) {
            Receiver receiver = receivers.get(random.nextInt(receivers.size()));
            String filter = filter(random);
            if (random.nextInt(3) == 0) {
                tree.add(filter, new Subscription(receiver, random.nextInt(2)));
                model.get(receiver).add(filter);
            } else {
                tree.remove(filter, receiver);
                model.get(receiver).remove(filter);
            }
            String topic = topic(random);
            assertThat(tree.match(topic))
                    .as("who subscribes to '%s' after step %s", topic, i)
                    .extracting(Subscription::receiver)
                    .containsExactlyInAnyOrderElementsOf(receivers.stream()
                            .filter(each -> model.get(each).stream().anyMatch(one -> Topics.matches(one, topic)))
                            .toList());
        }
        receivers.forEach(receiver -> model.get(receiver).forEach(filter -> tree.remove(filter, receiver)));
        assertThat(tree.isEmpty()).isTrue();
    }

    private record Named(int number) implements Receiver {
        @Override
        public void receive(
                io.graft.bus.broker.internal.route.Publication publication,
                Subscription subscription,
                io.graft.bus.broker.internal.route.Receipt receipt) {}
    }

    private static String filter(Random random) {
        List<String> levels = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            String level = LEVELS.get(random.nextInt(LEVELS.size()));
            levels.add(level);
            if (level.equals("#")) {
                break;
            }
        }
        String filter = String.join("/", levels);
        return filter.isEmpty() ? "a" : filter;
    }

    private static String topic(Random random) {
        String topic = IntStream.rangeClosed(0, random.nextInt(4))
                .mapToObj(i -> LEVELS.get(random.nextInt(4)))
                .collect(Collectors.joining("/"));
        return topic.isEmpty() ? "a" : topic;
    }
}
