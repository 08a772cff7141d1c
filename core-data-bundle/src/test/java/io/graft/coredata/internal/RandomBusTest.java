package io.graft.coredata.internal;

import static io.graft.coredata.internal.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Qos;
import io.graft.api.model.Event;
import io.graft.api.persistence.AppendResult;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.bus.binding.MemoryBus;
import io.graft.coredata.internal.Messages.Form;
import io.graft.persistence.tck.oracle.MemoryEventStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Events of all forms, good and bad, while databases come, go and fail and the service itself is started again. */
class RandomBusTest {

    private static final int STEPS = 1_200;
    private static final List<Form> FORMS = List.of(Form.values());

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final MemoryBus bus = new MemoryBus();
    private final Path spool = Path.of("target", "spool", UUID.randomUUID().toString());
    private final Map<UUID, CompletableFuture<Void>> good = new HashMap<>();
    private final List<CompletableFuture<Void>> bad = new ArrayList<>();
    private final Shaky first = new Shaky();
    private final Shaky second = new Shaky();
    private Api api;
    private EventStore bound;

    @Test
    void keepsEveryEventThatIsAcknowledgedAndAcknowledgesAllInTheEnd() {
        try {
            start();
            for (int step = 0; step < STEPS; step++) {
                step(step);
            }
            first.failing = false;
            second.failing = false;
            bind(first);
            good.values().forEach(CompletableFuture::join);
            bad.forEach(CompletableFuture::join);
            await().untilAsserted(() -> assertThat(good.keySet())
                    .allMatch(id ->
                            first.event(id).isPresent() || second.event(id).isPresent()));
            assertThat(api.bus.status().subscriptions()).allMatch(each -> each.open() == 0);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        } finally {
            api.close();
        }
    }

    private void step(int step) {
        switch (random.nextInt(40)) {
            case 0 -> first.failing = random.nextBoolean();
            case 1 -> second.failing = random.nextBoolean();
            case 2 -> bind(random.nextBoolean() ? first : second);
            case 3 -> unbind();
            case 4 -> {
                if (random.nextInt(4) == 0) {
                    api.close();
                    start();
                }
            }
            case 5 -> api.configure("bus.subscribe", "true");
            case 6, 7, 8 -> bad.add(publish(nonsense(step)));
            default -> {
                UUID id = good.isEmpty() || random.nextInt(10) > 0
                        ? new UUID(random.nextLong(), random.nextLong())
                        : good.keySet().iterator().next();
                Form form = FORMS.get(random.nextInt(FORMS.size()));
                CompletableFuture<Void> stage = publish(form.published(request(id, step)));
                good.merge(id, stage, (before, again) -> before.isDone() ? before : again);
            }
        }
    }

    private BusMessage nonsense(int step) {
        byte[] message = FORMS.get(random.nextInt(FORMS.size())).message(request(UUID.randomUUID(), step));
        return random.nextBoolean()
                ? new BusMessage(Messages.TOPIC + "/else", message, Qos.AT_LEAST_ONCE)
                : new BusMessage(
                        Messages.TOPIC, Arrays.copyOf(message, random.nextInt(message.length)), Qos.AT_LEAST_ONCE);
    }

    private CompletableFuture<Void> publish(BusMessage message) {
        return bus.publish(message).toCompletableFuture();
    }

    private void start() {
        MemoryEventStore store = random.nextBoolean() ? first : second;
        api = new Api(bus, spool, store);
        bound = store;
    }

    private void bind(EventStore store) {
        unbind();
        bound = store;
        api.bind(store);
    }

    private void unbind() {
        if (bound != null) {
            api.service.unbindEvents(bound);
            bound = null;
        }
    }

    /** Fails at times. */
    private static final class Shaky extends MemoryEventStore {

        private volatile boolean failing;

        @Override
        public AppendResult append(List<Event> batch) {
            if (failing) {
                throw new StoreUnavailableException(Reason.UNREACHABLE, "the server is gone");
            }
            return super.append(batch);
        }
    }
}
