package io.graft.bus.binding.internal;

import static io.graft.bus.binding.internal.BusGateTest.provider;
import static io.graft.bus.binding.internal.BusGateTest.target;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.api.bus.BusListener;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.BusSubscription;
import io.graft.api.bus.Delivery;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.binding.CountingMetrics;
import io.graft.bus.binding.EdgexTopics;
import io.graft.bus.binding.Envelope;
import io.graft.bus.binding.MemoryBus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Providers come and go, targets change, a durable subscription is closed and opened again, while devices publish at both
 * brokers and the subscriber acknowledges on a thread of its own. A device's message is acknowledged to it only after
 * the subscriber has acknowledged it, all messages arrive, and no window is exceeded.
 */
class BusGateRandomTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MESSAGES = 1_500;
    private static final int CHANGES = 300;
    private static final int WINDOW = 5;
    private static final int WINDOW_BYTES = 60;
    private static final int MAX_PAUSE_NANOS = 200_000;

    private final long seed = System.nanoTime();
    private final BusGate gate = new BusGate(new EdgexTopics("edgex", false), new CountingMetrics());
    private final MemoryBus a = new MemoryBus("a");
    private final MemoryBus b = new MemoryBus("b");
    private final SubscriptionSpec spec =
            new SubscriptionSpec("s", List.of("d/#"), Qos.AT_LEAST_ONCE, true, WINDOW, WINDOW_BYTES);
    private final BlockingQueue<Runnable> acknowledgements = new LinkedBlockingQueue<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    @Test
    void nothingAcknowledgedIsLostAndNoWindowIsExceeded() throws Exception {
        gate.configure(target("(bus.provider=a)"));
        gate.bind(a, provider("a"));
        gate.bind(b, provider("b"));
        BusSubscription subscription = gate.subscribe(spec, new Listener());
        gate.configure(target("(bus.provider=b)"));
        Thread acknowledging = thread("acknowledging", this::acknowledge);
        List<Thread> devices = List.of(
                thread("device-a", () -> publish(a, new Random(seed + 1))),
                thread("device-b", () -> publish(b, new Random(seed + 2))));

        subscription = change(subscription, new Random(seed));

        for (Thread device : devices) {
            device.join(PATIENCE.toMillis());
        }
        gate.bind(a, provider("a"));
        gate.bind(b, provider("b"));
        for (MemoryBus bus : List.of(a, b)) {
            gate.configure(target("(bus.provider=" + bus.name() + ")"));
            await("seed " + seed)
                    .atMost(PATIENCE)
                    .until(() -> taken.stream()
                                    .filter(each -> each.startsWith("d/" + bus.name()))
                                    .count()
                            == MESSAGES);
        }
        acknowledging.interrupt();
        acknowledging.join(PATIENCE.toMillis());

        assertThat(wrong).as("seed %d", seed).isEmpty();
        assertThat(acknowledged).as("seed %d", seed).hasSize(2 * MESSAGES).containsAll(taken);
        subscription.cancel();
        gate.unbind(a);
        gate.unbind(b);
        gate.close();
    }

    private BusSubscription change(BusSubscription first, Random random) {
        BusSubscription subscription = first;
        for (int change = 0; change < CHANGES; change++) {
            MemoryBus bus = random.nextBoolean() ? a : b;
            switch (random.nextInt(7)) {
                case 0 -> gate.unbind(bus);
                case 1, 2 -> gate.bind(bus, provider(bus.name()));
                case 3 -> gate.configure(target("(bus.provider=" + bus.name() + ")"));
                case 4 -> gate.configure(target(random.nextBoolean() ? "(bus.provider=nobody)" : "(bus.provider=*)"));
                case 5 -> {
                    subscription.close();
                    subscription = gate.subscribe(spec, new Listener());
                }
                default ->
                    gate.request(
                            "edgex/asked", Envelope.json(new byte[0]), Duration.ofNanos(1 + random.nextInt(500_000)));
            }
            LockSupport.parkNanos(random.nextInt(MAX_PAUSE_NANOS));
        }
        return subscription;
    }

    private void publish(MemoryBus bus, Random random) {
        for (int i = 0; i < MESSAGES; i++) {
            String topic = "d/" + bus.name() + "/" + i;
            byte[] payload = "x"
                    .repeat(random.nextInt(20) == 0 ? 2 * WINDOW_BYTES : random.nextInt(25))
                    .getBytes(UTF_8);
            bus.publish(new BusMessage(topic, payload, Qos.AT_LEAST_ONCE)).whenComplete((done, failure) -> {
                if (failure != null || !acknowledged.contains(topic)) {
                    wrong.add(topic + " was acknowledged to its device, and not by the subscriber: " + failure);
                }
                taken.add(topic);
            });
            LockSupport.parkNanos(random.nextInt(MAX_PAUSE_NANOS / 10));
        }
    }

    private void acknowledge() {
        Random random = new Random(seed + 3);
        List<Runnable> held = new ArrayList<>();
        try {
            while (true) {
                Runnable next = acknowledgements.poll(held.isEmpty() ? 1_000 : 0, TimeUnit.MILLISECONDS);
                if (next != null) {
                    held.add(next);
                }
                if (!held.isEmpty() && (next == null || random.nextInt(3) > 0)) {
                    held.remove(random.nextInt(held.size())).run();
                }
            }
        } catch (InterruptedException e) {
            held.forEach(Runnable::run);
        }
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Counts what it has open; gives it back before it acknowledges, since more comes from within that call. */
    private final class Listener implements BusListener {

        private final AtomicInteger open = new AtomicInteger();
        private final AtomicLong bytes = new AtomicLong();

        @Override
        public void deliver(Delivery delivery) {
            int size = delivery.message().payload().length;
            int messages = open.incrementAndGet();
            long together = bytes.addAndGet(size);
            if (messages > WINDOW || (messages > 1 && together > WINDOW_BYTES)) {
                wrong.add(messages + " deliveries of " + together + " bytes are open");
            }
            acknowledgements.add(() -> {
                bytes.addAndGet(-size);
                open.decrementAndGet();
                acknowledged.add(delivery.message().topic());
                delivery.acknowledge();
            });
        }
    }
}
