package io.graft.metadata.internal.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.api.persistence.StoreException;
import io.graft.metadata.internal.outbox.World.Fate.Blow;
import io.graft.rest.ApiException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every change that is durable is said at least once, in order, and never before, wherever the gateway was killed. */
@Timeout(300)
class CrashTest {

    private static final Duration WAIT = Duration.ofSeconds(60);

    private static final World.Fate LUCK = call -> Blow.NONE;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger names = new AtomicInteger();

    /** A gateway that is killed at one of its calls: that one fails, done or not, and so do all later ones. */
    private static final class Killed implements World.Fate {

        private final AtomicInteger left;
        private final Blow last;
        private final AtomicBoolean dead = new AtomicBoolean();

        Killed(int calls, Blow last) {
            this.left = new AtomicInteger(calls);
            this.last = last;
        }

        @Override
        public Blow next(String call) {
            if (dead.get()) {
                return Blow.BEFORE;
            }
            if (left.getAndDecrement() > 0) {
                return Blow.NONE;
            }
            return dead.compareAndSet(false, true) ? last : Blow.BEFORE;
        }
    }

    /** Each call may fail, done or not. */
    private record Unreliable(Random dice, int oneIn) implements World.Fate {

        @Override
        public Blow next(String call) {
            synchronized (dice) {
                return dice.nextInt(oneIn) > 0 ? Blow.NONE : dice.nextBoolean() ? Blow.BEFORE : Blow.AFTER;
            }
        }
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void whereverItIsKilledNothingIsLost() {
        for (Blow last : List.of(Blow.BEFORE, Blow.AFTER)) {
            int calls = 0;
            Killed fate;
            do {
                World world = new World();
                fate = new Killed(calls++, last);
                try (Gateway gateway = new Gateway(world, fate)) {
                    story(gateway);
                    settled(world, fate);
                }
                reopened(world, true, "killed " + last + " call " + calls);
            } while (fate.dead.get());
            assertThat(calls).isGreaterThan(30);
        }
    }

    @Test
    void howeverOftenAndWhateverItDoesNothingIsLost() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random dice = new Random(seed);
        for (int round = 0; round < 10; round++) {
            World world = new World();
            for (int life = 0; life < 4; life++) {
                Killed fate = new Killed(dice.nextInt(120), dice.nextBoolean() ? Blow.BEFORE : Blow.AFTER);
                try (Gateway gateway = new Gateway(world, fate)) {
                    List<Future<?>> clients = new ArrayList<>();
                    for (int client = 0; client < 3; client++) {
                        long of = dice.nextLong();
                        clients.add(threads.submit(() -> anything(gateway, new Random(of), 20)));
                    }
                    clients.forEach(CrashTest::join);
                }
            }
            reopened(world, false, "seed " + seed + ", round " + round);
        }
    }

    @Test
    void aStoreAndABusThatFailNowAndThenLoseNothing() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random dice = new Random(seed);
        for (int round = 0; round < 5; round++) {
            World world = new World();
            try (Gateway gateway = new Gateway(world, new Unreliable(new Random(dice.nextLong()), 12))) {
                List<Future<?>> clients = new ArrayList<>();
                for (int client = 0; client < 3; client++) {
                    long of = dice.nextLong();
                    clients.add(threads.submit(() -> anything(gateway, new Random(of), 40)));
                }
                clients.forEach(CrashTest::join);
                await("seed " + seed + ", round " + round).atMost(WAIT).until(world::allSaid);
                world.check(false);
            }
            reopened(world, false, "seed " + seed + ", round " + round);
        }
    }

    /** A later life says what is missing, and leaves nothing behind. */
    private static void reopened(World world, boolean oneClient, String where) {
        try (Gateway gateway = new Gateway(world, LUCK)) {
            await(where)
                    .atMost(WAIT)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> world.allSaid() && world.outbox() == 0 && gateway.waiting() == 0);
            world.check(oneClient);
        } catch (AssertionError e) {
            throw new AssertionError(where + ": " + e.getMessage(), e);
        }
    }

    /** Lets a gateway that lives end its work, so that some of the kills hit that. */
    private static void settled(World world, Killed fate) {
        await().atMost(WAIT)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> fate.dead.get() || (world.allSaid() && world.outbox() == 0));
    }

    private static void story(Gateway gateway) {
        List<Runnable> steps = List.of(
                () -> gateway.addService("s1", "a"),
                () -> gateway.addService("s2", "b"),
                () -> gateway.addProfile("p", "c"),
                () -> gateway.addDevice("d", "s1", "p"),
                () -> gateway.patchDevice("d", "f", "s2"),
                () -> gateway.replaceProfile("p", "g"),
                () -> gateway.addWatcher("w", "s1"),
                () -> gateway.deleteDevice("d"),
                () -> gateway.addDevice("d", "s1", "p"),
                () -> gateway.deleteWatcher("w"));
        steps.forEach(CrashTest::attempt);
    }

    private void anything(Gateway gateway, Random dice, int steps) {
        for (int step = 0; step < steps; step++) {
            String device = "d" + dice.nextInt(3);
            String service = "s" + dice.nextInt(2);
            String unique = "u" + names.incrementAndGet();
            int kind = dice.nextInt(8);
            attempt(() -> {
                switch (kind) {
                    case 0 -> gateway.addService(service, unique);
                    case 1 -> gateway.addProfile("p", unique);
                    case 2 -> gateway.replaceProfile("p", unique);
                    case 3 -> gateway.addDevice(device, service, "p");
                    case 4 -> gateway.deleteDevice(device);
                    default -> gateway.patchDevice(device, unique, service);
                }
            });
        }
    }

    private static void attempt(Runnable step) {
        try {
            step.run();
        } catch (ApiException | StoreException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static void join(Future<?> client) {
        try {
            client.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
