package io.graft.device.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.api.bus.BusException;
import io.graft.api.model.ValueType;
import io.graft.device.sdk.DeviceResource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private final Threads threads = new Threads("outbox-test");
    private final List<Long> arrived = new CopyOnWriteArrayList<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();
    private volatile boolean broken;
    private volatile Set<Long> refused = Set.of();
    private final Outbox outbox = new Outbox(this::path, threads.chores(), threads.timer(), new Outbox.Counts() {
        @Override
        public void sent(int events) {
            sent.addAndGet(events);
        }

        @Override
        public void dropped(int events) {
            dropped.addAndGet(events);
        }
    });

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @AfterEach
    void stop() {
        threads.close();
        outbox.close();
    }

    @Test
    void eventsGoOutInOrder() {
        offer(0, 500);
        await().until(() -> arrived.size() == 500);
        assertThat(arrived).isEqualTo(numbers(0, 500));
        await().until(() -> sent.get() == 500);
        assertThat(dropped).hasValue(0);
    }

    @Test
    void theNewestAreKeptWhileNothingCanBeSentAndTheRestIsCounted() {
        broken = true;
        offer(0, 1300);
        // Those that are being tried when others come may be given up a moment later.
        await().until(() -> dropped.get() == 300);
        broken = false;
        await().until(() -> sent.get() == Outbox.MOST);
        assertThat(arrived).isEqualTo(numbers(300, 1300));
        assertThat(dropped).hasValue(300);
    }

    @Test
    void whatIsRefusedForGoodIsCountedAndHoldsUpNothing() {
        refused = Set.of(1L, 3L, 4L);
        offer(0, 5);
        await().until(() -> sent.get() == 2 && dropped.get() == 3);
        assertThat(arrived).containsExactly(2L, 5L);
    }

    @Test
    void whatIsLeftAtTheEndIsCounted() {
        broken = true;
        offer(0, 10);
        threads.close();
        outbox.close();
        await().until(() -> dropped.get() == 10);
    }

    private CompletableFuture<Void> path(Outbox.Message message) {
        if (broken) {
            return CompletableFuture.failedFuture(new IOException("nobody there"));
        }
        if (refused.contains(message.event().origin())) {
            return CompletableFuture.failedFuture(new BusException("too large"));
        }
        arrived.add(message.event().origin());
        return CompletableFuture.completedFuture(null);
    }

    private void offer(int from, int to) {
        for (long number : numbers(from, to)) {
            outbox.offer(event(number), "");
        }
    }

    private static List<Long> numbers(int from, int to) {
        return new ArrayList<>(
                IntStream.range(from, to).mapToObj(each -> each + 1L).toList());
    }

    private static DeviceEvent event(long origin) {
        DeviceResource resource = new DeviceResource(
                "x",
                ValueType.INT64,
                true,
                true,
                "",
                Map.of(),
                DeviceResource.Limits.NONE,
                DeviceResource.Transform.NONE,
                "",
                Map.of());
        return new DeviceEvent(
                UUID.randomUUID(),
                "d",
                "p",
                "x",
                origin,
                List.of(new DeviceEvent.Measured(resource, ValueType.INT64, origin, origin)),
                Map.of());
    }
}
