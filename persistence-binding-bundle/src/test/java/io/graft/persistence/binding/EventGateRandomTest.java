package io.graft.persistence.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.api.model.Event;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.tck.oracle.RandomEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients append while stores fail, hang, come, go and change places, and the gate itself is closed and opened again on
 * its spool. At the end every acknowledged event is in one of the stores, unless it was deleted.
 */
@Timeout(120)
class EventGateRandomTest {

    private static final int STEPS = 120;
    private static final int CLIENTS = 4;

    @TempDir
    private Path directory;

    private final List<ScriptedStore> stores = List.of(new ScriptedStore(), new ScriptedStore());
    private final List<String> names = List.of("a", "b");
    private final boolean[] bound = {true, true};
    private final Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<UUID> deleted = new HashSet<>();
    private final List<Set<UUID>> gone = List.of(new HashSet<>(), new HashSet<>());
    private final Set<UUID> heard = ConcurrentHashMap.newKeySet();
    private Random random;
    private volatile EventGate gate;
    private int selected;

    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void noAcknowledgedEventIsLost(long given) throws Exception {
        long seed = given == 0 ? System.nanoTime() : given;
        System.out.println("EventGateRandomTest: seed " + seed);
        random = new Random(seed);
        openGate();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                long own = random.nextLong();
                running.add(clients.submit(() -> append(new Random(own))));
            }
            for (int step = 0; step < STEPS; step++) {
                disturb();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(8));
            }
            clients.shutdownNow();
            for (Future<?> each : running) {
                each.get(30, TimeUnit.SECONDS);
            }
            heal();
            await().atMost(Duration.ofSeconds(40)).until(() -> gate.spoolTried() && gate.missing() == 0);
        } finally {
            clients.shutdownNow();
            stores.forEach(ScriptedStore::goOn);
            gate.close();
        }

        List<Set<UUID>> kept = stores.stream()
                .<Set<UUID>>map(store -> new HashSet<>(store.ids()))
                .toList();
        Set<UUID> lost = new HashSet<>(acknowledged);
        lost.removeAll(deleted);
        Set<UUID> unheard = new HashSet<>(lost);
        kept.forEach(lost::removeAll);
        unheard.removeAll(heard);
        assertThat(lost).as("acknowledged and lost, seed %s", seed).isEmpty();
        assertThat(unheard)
                .as("changes of which nobody has heard, seed %s", seed)
                .isEmpty();
        for (int i = 0; i < 2; i++) {
            gone.get(i).retainAll(kept.get(i));
            assertThat(gone.get(i)).as("deleted and come back, seed %s", seed).isEmpty();
        }
    }

    private void append(Random own) {
        RandomEvents world = new RandomEvents(own);
        while (!Thread.currentThread().isInterrupted()) {
            List<Event> batch = new ArrayList<>();
            for (int n = own.nextInt(4) == 0 ? own.nextInt(20) : 1; n > 0; n--) {
                batch.add(world.next());
            }
            try {
                gate.append(batch);
                batch.forEach(event -> acknowledged.add(event.id()));
                TimeUnit.MICROSECONDS.sleep(own.nextInt(2_000));
            } catch (StoreException e) {
                // A damaged store says so itself while there is no spool: the gate is just closed and opened again.
                assertThat(e).isInstanceOfAny(StoreUnavailableException.class, CorruptStoreException.class);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void disturb() throws InterruptedException {
        int which = random.nextInt(2);
        ScriptedStore store = stores.get(which);
        switch (random.nextInt(12)) {
            case 0, 1 -> select(which);
            case 2 -> store.failure = failure();
            case 3, 4 -> store.failure = null;
            case 5 -> store.hang();
            case 6, 7 -> store.goOn();
            case 8 -> rebind(which);
            case 9 -> divert();
            case 10 -> deleteSome();
            default -> {
                if (random.nextInt(4) == 0) {
                    reopen();
                } else {
                    store.failsAfterwards = random.nextBoolean();
                }
            }
        }
    }

    private RuntimeException failure() {
        return switch (random.nextInt(4)) {
            case 0 -> new CorruptStoreException("damaged");
            case 1 -> new StoreUnavailableException(Reason.BUSY, "busy");
            case 2 -> new StoreUnavailableException(Reason.TIMEOUT, "no answer");
            default -> ScriptedStore.unreachable();
        };
    }

    private void select(int which) {
        selected = which;
        configure();
    }

    private void configure() {
        gate.configure(Map.of(
                "events.target", "(persistence.provider=" + names.get(selected) + ")", "append.timeout", "20ms"));
    }

    private void rebind(int which) {
        if (bound[which]) {
            gate.unbind(stores.get(which));
        } else {
            gate.bind(stores.get(which), ScriptedStore.named(names.get(which)));
        }
        bound[which] = !bound[which];
    }

    /** Moves to the other store behind a diversion, as a migration does. */
    private void divert() throws InterruptedException {
        try (Diversion diversion = gate.divert(Duration.ofMillis(20))) {
            assertThat(diversion).isNotNull();
            TimeUnit.MILLISECONDS.sleep(random.nextInt(5));
            select(1 - selected);
        } catch (StoreUnavailableException e) {
            assertThat(e).isNotNull();
        }
    }

    /** Deletes events; those of which the answer says that they are gone must not come back. */
    private void deleteSome() {
        List<UUID> ids = new ArrayList<>(acknowledged);
        for (int i = 0; i < 5 && !ids.isEmpty(); i++) {
            UUID id = ids.get(random.nextInt(ids.size()));
            deleted.add(id);
            try {
                boolean there = gate.delete(id);
                Optional<String> provider = gate.provider();
                if (there && provider.isPresent()) {
                    gone.get(names.indexOf(provider.get())).add(id);
                }
            } catch (StoreException e) {
                assertThat(e).isNotNull();
            }
        }
    }

    private void reopen() {
        gate.close();
        openGate();
    }

    private void openGate() {
        EventGate opened = new EventGate("core-data", "events", directory, new TestMetrics());
        opened.timeouts(Duration.ofMillis(20), Duration.ofMillis(20));
        opened.follow(new Listener());
        gate = opened;
        configure();
        for (int i = 0; i < 2; i++) {
            if (bound[i]) {
                opened.bind(stores.get(i), ScriptedStore.named(names.get(i)));
            }
        }
    }

    private void heal() {
        for (int i = 0; i < 2; i++) {
            stores.get(i).failure = null;
            stores.get(i).goOn();
            if (!bound[i]) {
                rebind(i);
            }
        }
        configure();
    }

    /** Keeps what it hears. */
    private final class Listener implements EventChanges {

        @Override
        public void appended(List<Event> events) {
            events.forEach(event -> heard.add(event.id()));
        }

        @Override
        public void deleting(EventFilter filter) {}

        @Override
        public void deleted(EventFilter filter) {}

        @Override
        public void deleted(UUID id) {}
    }
}
