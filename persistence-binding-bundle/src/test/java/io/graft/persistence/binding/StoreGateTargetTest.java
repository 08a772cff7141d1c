package io.graft.persistence.binding;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.metrics.Metrics;
import io.graft.persistence.binding.Binding.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StoreGateTargetTest {

    private final StoreGate<String> gate = new StoreGate<>("core-data", "events", new NoMetrics());

    @Test
    void theTargetSelectsAmongTheStores() {
        gate.bind("a", provider("a", 0));
        gate.bind("b", provider("b", 0));

        target("(persistence.provider=b)");
        assertThat(called()).isEqualTo("b");
        target("(persistence.provider=a)");
        assertThat(called()).isEqualTo("a");
        assertThat(binding().state()).isEqualTo(State.BOUND);
        assertThat(binding().problem()).isEmpty();
    }

    @Test
    void aTargetThatIsSetBeforeItsStoreComesBindsNoOther() {
        target("(persistence.provider=b)");
        gate.bind("a", provider("a", 100));

        assertThat(gate.provider()).isEmpty();
        assertThat(binding().state()).isEqualTo(State.UNBOUND);
        assertThat(binding().problem())
                .contains("events.target '(persistence.provider=b)'")
                .contains("there is a");
        gate.bind("b", provider("b", 0));
        assertThat(called()).isEqualTo("b");
    }

    @Test
    void anUnknownProviderLeavesTheBindingAsItIsUntilItComes() {
        target("(persistence.provider=a)");
        gate.bind("a", provider("a", 0));

        target("(persistence.provider=b)");
        assertThat(called()).isEqualTo("a");
        assertThat(binding().state()).isEqualTo(State.KEPT);
        assertThat(binding().target()).isEqualTo("(persistence.provider=b)");
        assertThat(binding().problem()).contains("the binding to a stays");

        gate.bind("b", provider("b", 0));
        assertThat(called()).isEqualTo("b");
        assertThat(binding().state()).isEqualTo(State.BOUND);
    }

    @Test
    void aTargetThatIsNoFilterLeavesTheBindingAsItIs() {
        target("(persistence.provider=a)");
        gate.bind("a", provider("a", 0));

        target("(persistence.provider=b");
        assertThat(called()).isEqualTo("a");
        assertThat(binding().problem()).contains("'(persistence.provider=b' is no filter");

        target("(persistence.provider=a)");
        assertThat(binding().state()).isEqualTo(State.BOUND);
    }

    @Test
    void aKeptStoreThatIsRestartedIsBoundAgain() {
        target("(persistence.provider=a)");
        gate.bind("a", provider("a", 0));
        target("(persistence.provider=none)");

        gate.unbind("a");
        assertThat(gate.provider()).isEmpty();
        gate.bind("a", provider("a", 0));

        assertThat(called()).isEqualTo("a");
    }

    @Test
    void aStoreThatLeavesIsNotReplacedByOneThatTheTargetDoesNotSelect() {
        target("(persistence.provider=a)");
        gate.bind("a", provider("a", 0));
        gate.bind("b", provider("b", 0));

        gate.unbind("a");

        assertThat(gate.provider()).isEmpty();
    }

    @Test
    void ofTwoVersionsTheOneThatIsBoundStaysUntilItLeaves() {
        target("(persistence.provider=a)");
        gate.bind("a1", provider("a", 0));
        gate.bind("a2", provider("a", 0));
        assertThat(called()).isEqualTo("a1");

        gate.unbind("a1");
        assertThat(called()).isEqualTo("a2");
    }

    @Test
    void aConfigurationWithoutTheTargetLeavesItAsItIs() {
        gate.configure(Map.of("events.target.default", "(persistence.provider=embedded)"));
        gate.bind("e", provider("embedded", -1000));
        gate.bind("b", provider("b", 0));
        assertThat(called()).isEqualTo("e");

        target("(persistence.provider=b)");
        gate.configure(Map.of());
        assertThat(called()).isEqualTo("b");
        target(" ");
        assertThat(called()).isEqualTo("b");
        assertThat(binding().target()).isEqualTo("(persistence.provider=b)");
    }

    @Test
    void theHigherRankingIsPreferred() {
        target("(persistence.provider=*)");
        gate.bind("a", provider("a", -1000));
        gate.bind("b", provider("b", 0));
        assertThat(called()).isEqualTo("b");
        gate.bind("b", provider("b", -2000));
        assertThat(called()).isEqualTo("a");
    }

    @Test
    void theBindingSaysWhoseStoreItIs() {
        Map<String, Object> properties = new HashMap<>(provider("a", 0));
        properties.put("persistence.version", "1.2.3");
        properties.put("service.bundleid", 42L);
        gate.bind("a", properties);

        assertThat(binding().bound()).isEqualTo(Optional.of(new Binding.Bound("a", "1.2.3", 42)));
        assertThat(binding().property()).isEqualTo("events.target");
        assertThat(binding().pid()).isEqualTo("io.graft.coredata");
    }

    @Test
    void noCallWaitsOrFailsWhileTheTargetIsChangedUnderLoad() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        gate.timeouts(Duration.ofMillis(1), Duration.ofSeconds(20));
        gate.bind("a", provider("a", 0));
        gate.bind("b", provider("b", 0));
        target("(persistence.provider=a)");
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            CountDownLatch calling = new CountDownLatch(4);
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                callers.add(threads.submit(() -> {
                    while (!stop.get()) {
                        assertThat(called()).as("seed %d", seed).isIn("a", "b");
                        calling.countDown();
                    }
                }));
            }
            assertThat(calling.await(60, TimeUnit.SECONDS)).isTrue();
            String[] targets = {"(persistence.provider=a)", "(persistence.provider=b)", "(no", "(no=one)", ""};
            for (int i = 0; i < 3000; i++) {
                target(targets[random.nextInt(targets.length)]);
            }
            stop.set(true);
            for (Future<?> caller : callers) {
                caller.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void target(String filter) {
        gate.configure(Map.of("events.target", filter));
    }

    private String called() {
        return gate.call("name", store -> store);
    }

    private Binding binding() {
        return gate.binding("io.graft.coredata", StoreKind.EVENTS);
    }

    private static Map<String, Object> provider(String name, int ranking) {
        return Map.of("persistence.provider", name, "service.ranking", ranking);
    }

    private static final class NoMetrics implements Metrics {

        @Override
        public Counter counter(String name, String help, String... labels) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Timer timer(String name, String help, String... labels) {
            return nanos -> {};
        }

        @Override
        public Registration gauge(String name, String help, DoubleSupplier value, String... labels) {
            return () -> {};
        }
    }
}
