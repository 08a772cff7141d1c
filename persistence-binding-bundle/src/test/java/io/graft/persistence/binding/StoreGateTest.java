package io.graft.persistence.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.metrics.Metrics;
import io.graft.api.persistence.InvalidQueryException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StoreGateTest {

    private static final Map<String, String> PROVIDER_A = Map.of("persistence.provider", "a");
    private static final Map<String, String> PROVIDER_B = Map.of("persistence.provider", "b");

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final StoreGate<Store> gate = new StoreGate<>("core-data", "events", metrics);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void callsGoToTheStoreThatIsBound() {
        gate.bind(new Store("a"), PROVIDER_A);

        assertThat(gate.<String>call("name", Store::name)).isEqualTo("a");
        assertThat(gate.provider()).contains("a");
    }

    @Test
    void withoutAStoreACallFailsAfterTheHoldTimeoutAndSaysWhatIsMissing() {
        gate.timeouts(Duration.ofMillis(1), Duration.ofSeconds(5));

        assertThatThrownBy(() -> gate.call("name", Store::name))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("core-data has no store for its events now (waited 1 ms for one); try again later");
        assertThat(gate.provider()).isEmpty();
    }

    @Test
    void aCallThatFindsNoStoreWaitsForTheNext() throws Exception {
        gate.timeouts(Duration.ofSeconds(20), Duration.ofSeconds(5));
        Future<String> waiting = startedAndWaiting(() -> gate.call("name", Store::name));

        gate.bind(new Store("a"), PROVIDER_A);

        assertThat(waiting.get(60, TimeUnit.SECONDS)).isEqualTo("a");
    }

    @Test
    void closeEndsWaiting() throws Exception {
        gate.timeouts(Duration.ofMinutes(10), Duration.ofSeconds(5));
        Future<String> waiting = startedAndWaiting(() -> gate.call("name", Store::name));

        gate.close();

        assertThatThrownBy(() -> waiting.get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("it is being stopped");
    }

    @Test
    void unbindReturnsOnlyAfterTheLastCallHasLeft() throws Exception {
        Store store = new Store("a");
        gate.bind(store, PROVIDER_A);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        AtomicBoolean left = new AtomicBoolean();
        Future<?> call = threads.submit(() -> gate.run("block", s -> {
            inside.countDown();
            awaitLatch(leave);
            left.set(true);
        }));
        assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();

        Future<Boolean> unbound = startedAndWaiting(() -> {
            gate.unbind(store);
            return left.get();
        });
        assertThat(unbound.isDone()).isFalse();
        leave.countDown();

        assertThat(unbound.get(60, TimeUnit.SECONDS)).isTrue();
        call.get(60, TimeUnit.SECONDS);
    }

    @Test
    void aCallThatHangsHoldsUpUnbindForTheDrainTimeoutOnly() throws Exception {
        gate.timeouts(Duration.ofMillis(1), Duration.ofMillis(1));
        Store store = new Store("a");
        gate.bind(store, PROVIDER_A);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Future<?> call = threads.submit(() -> gate.run("hang", s -> {
            inside.countDown();
            awaitLatch(leave);
        }));
        assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();

        gate.unbind(store);

        assertThat(call.isDone()).isFalse();
        leave.countDown();
        call.get(60, TimeUnit.SECONDS);
    }

    @Test
    void unbindingTheOldStoreAfterTheNewIsBoundLeavesTheNewInPlace() {
        Store old = new Store("a");
        gate.bind(old, PROVIDER_A);
        gate.bind(new Store("b"), PROVIDER_B);
        gate.unbind(old);

        assertThat(gate.<String>call("name", Store::name)).isEqualTo("b");
    }

    @Test
    void unbindingTheNewStoreBeforeTheOldFallsBackToTheOld() {
        Store next = new Store("b");
        gate.bind(new Store("a"), PROVIDER_A);
        gate.bind(next, PROVIDER_B);
        gate.unbind(next);

        assertThat(gate.<String>call("name", Store::name)).isEqualTo("a");
    }

    @Test
    void aStoresFailureReachesTheCallerAndIsCounted() {
        gate.bind(new Store("a"), PROVIDER_A);

        assertThatThrownBy(() -> gate.run("find", s -> {
                    throw new InvalidQueryException("no such field");
                }))
                .isInstanceOf(InvalidQueryException.class);
        assertThat(metrics.counted.get()).isEqualTo(1);
        assertThat(metrics.recorded.get()).isEqualTo(1);
    }

    @Test
    void whileAStoreCannotBeReachedOneCallWaitsForItAndTheOthersFailAtOnce() throws Exception {
        gate.bind(new Store("a"), PROVIDER_A);
        StoreUnavailableException away = new StoreUnavailableException(Reason.UNREACHABLE, "a can't be reached");
        assertThatThrownBy(() -> gate.run("read", s -> {
                    throw away;
                }))
                .isSameAs(away);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Future<?> first = threads.submit(() -> gate.run("read", s -> {
            inside.countDown();
            awaitLatch(leave);
        }));
        awaitLatch(inside);

        assertThatThrownBy(() -> gate.call("name", Store::name))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("a can't be reached")
                .hasCause(away);

        leave.countDown();
        first.get(60, TimeUnit.SECONDS);
        assertThat(gate.<String>call("name", Store::name)).isEqualTo("a");
        assertThat(gate.<String>call("outer", s -> gate.call("inner", Store::name)))
                .as("calls at the same time once it answers")
                .isEqualTo("a");
    }

    @Test
    void aStoreThatOnlyRefusesChangesIsReadByAllAtOnce() {
        gate.bind(new Store("a"), PROVIDER_A);
        StoreUnavailableException readOnly = new StoreUnavailableException(Reason.READ_ONLY, "a takes no changes");
        assertThatThrownBy(() -> gate.run("append", s -> {
                    throw readOnly;
                }))
                .isSameAs(readOnly);

        assertThat(gate.<String>call("outer", s -> gate.call("inner", Store::name)))
                .isEqualTo("a");
    }

    @Test
    void noCallIsLostOrReachesAClosedStoreWhileStoresAreSwappedUnderLoad() throws Exception {
        gate.timeouts(Duration.ofSeconds(20), Duration.ofSeconds(20));
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch calling = new CountDownLatch(8);
        List<Future<?>> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            callers.add(threads.submit(() -> {
                while (!stop.get()) {
                    gate.run("use", Store::use);
                    calling.countDown();
                }
            }));
        }

        Store bound = new Store("first");
        gate.bind(bound, PROVIDER_A);
        awaitLatch(calling);
        for (int swap = 0; swap < 2000; swap++) {
            Store next = new Store("s" + swap);
            boolean gap = swap % 3 == 0;
            if (gap) {
                gate.unbind(bound);
                bound.closed = true;
            }
            gate.bind(next, PROVIDER_A);
            if (!gap) {
                gate.unbind(bound);
                bound.closed = true;
            }
            bound = next;
        }
        stop.set(true);

        for (Future<?> caller : callers) {
            caller.get(60, TimeUnit.SECONDS);
        }
    }

    private <T> Future<T> startedAndWaiting(Callable<T> task) throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        Thread[] thread = new Thread[1];
        Future<T> future = threads.submit(() -> {
            thread[0] = Thread.currentThread();
            started.countDown();
            return task.call();
        });
        assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
        while (thread[0].getState() != Thread.State.TIMED_WAITING && !future.isDone()) {
            Thread.onSpinWait();
        }
        return future;
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Store {

        private final String name;
        private volatile boolean closed;

        Store(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        void use() {
            for (int step = 0; step < 1000; step++) {
                if (closed) {
                    throw new IllegalStateException("store " + name + " was let go during a call");
                }
                Thread.onSpinWait();
            }
        }
    }

    private static final class RecordedMetrics implements Metrics {

        private final AtomicLong counted = new AtomicLong();
        private final AtomicInteger recorded = new AtomicInteger();

        @Override
        public Counter counter(String name, String help, String... labels) {
            return new Counter() {
                @Override
                public void add(long n) {
                    counted.addAndGet(n);
                }

                @Override
                public long sum() {
                    return counted.get();
                }
            };
        }

        @Override
        public Timer timer(String name, String help, String... labels) {
            return nanos -> recorded.incrementAndGet();
        }

        @Override
        public Registration gauge(String name, String help, DoubleSupplier value, String... labels) {
            return () -> {};
        }
    }
}
