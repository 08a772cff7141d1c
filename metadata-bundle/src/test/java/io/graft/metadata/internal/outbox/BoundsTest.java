package io.graft.metadata.internal.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.api.persistence.DocumentStore;
import io.graft.metadata.internal.outbox.SystemEvents.Bounds;
import io.graft.metadata.internal.outbox.World.Fate.Blow;
import io.graft.metadata.internal.outbox.World.Happening;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bus that is away for long, and a store that is swapped meanwhile. */
@Timeout(300)
class BoundsTest {

    private static final Duration WAIT = Duration.ofSeconds(60);

    private final AtomicBoolean away = new AtomicBoolean(true);
    private final World world = new World();

    /** The bus is away, everything else works. */
    private final World.Fate fate =
            call -> (call.equals("publish") || call.equals("status")) && away.get() ? Blow.BEFORE : Blow.NONE;

    @Test
    void whenTooManyWaitTheOldestGoAndTheOthersComeInOrder() {
        Bounds ten = new Bounds(10, 1 << 20, Duration.ofMillis(5), Duration.ofSeconds(5), Duration.ofMillis(2));
        try (Gateway gateway = new Gateway(world, fate, ten)) {
            gateway.addService("s", "x");
            for (int i = 0; i < 50; i++) {
                gateway.addDevice("d" + i, "s", "");
            }
            assertThat(gateway.waiting()).isLessThanOrEqualTo(10);
            assertThat(world.outbox()).isLessThanOrEqualTo(30);

            away.set(false);

            await().atMost(WAIT).until(() -> world.outbox() == 0 && gateway.waiting() == 0);
        }
        List<String> said = world.said().stream().map(Happening::name).toList();
        assertThat(said).hasSizeBetween(9, 11);
        assertThat(said.subList(said.size() - 9, said.size()))
                .containsExactly(
                        "device d41",
                        "device d42",
                        "device d43",
                        "device d44",
                        "device d45",
                        "device d46",
                        "device d47",
                        "device d48",
                        "device d49");
    }

    @Test
    void largeChangesAreBoundedByTheirSize() {
        Bounds small = new Bounds(1000, 20_000, Duration.ofMillis(5), Duration.ofSeconds(5), Duration.ofMillis(2));
        try (Gateway gateway = new Gateway(world, fate, small)) {
            for (int i = 0; i < 50; i++) {
                gateway.addService("s" + i, "x".repeat(3000));
            }
            assertThat(gateway.waiting()).isBetween(4, 7);

            away.set(false);

            await().atMost(WAIT).until(() -> world.outbox() == 0 && gateway.waiting() == 0);
        }
        assertThat(world.said()).last().extracting(Happening::name).isEqualTo("deviceservice s49");
    }

    @Test
    void whatWaitedBeforeAStartIsBoundedTooEvenWhereOneAloneIsTooLarge() {
        try (Gateway gateway = new Gateway(world, fate)) {
            gateway.addService("s", "x");
            gateway.addService("large", "x".repeat(30_000));
        }
        assertThat(world.outbox()).isEqualTo(2);
        Bounds small = new Bounds(1000, 20_000, Duration.ofMillis(5), Duration.ofSeconds(5), Duration.ofMillis(2));
        try (Gateway gateway = new Gateway(world, fate, small)) {
            gateway.addService("next", "x");
            away.set(false);

            await().atMost(WAIT).until(() -> world.outbox() == 0 && gateway.waiting() == 0);
        }
        assertThat(world.said()).extracting(Happening::name).containsExactly("deviceservice next");
    }

    @Test
    void theFirstOnesGoWhereTooManyWaitedBeforeAStart() {
        try (Gateway gateway = new Gateway(world, fate)) {
            gateway.addService("s", "0");
            gateway.addService("t", "0");
            gateway.addDevice("d", "s", "");
            for (int i = 0; i < 5; i++) {
                gateway.patchDevice("d", "changed " + i, "s");
            }
            gateway.addDevice("e", "t", "");
        }
        Bounds three = new Bounds(3, 1 << 20, Duration.ofMillis(5), Duration.ofSeconds(5), Duration.ofMillis(2));
        try (Gateway gateway = new Gateway(world, fate, three)) {
            await().atMost(WAIT).until(() -> gateway.waiting() == 3);
            away.set(false);

            await().atMost(WAIT).until(() -> world.outbox() == 0 && gateway.waiting() == 0);
        }
        assertThat(world.said()).extracting(Happening::name).endsWith("device d", "device d", "device e");
    }

    @Test
    void numbersThatAStoreHoldsAreNotGivenAgainByAClockThatIsBehind() {
        Backlog backlog = new Backlog(10, 1 << 20, InstantSource.fixed(Instant.EPOCH), entry -> {});
        backlog.seen(5);
        assertThat(backlog.settled()).isEqualTo(5);
        backlog.seen(3);
        assertThat(backlog.settled()).isEqualTo(5);
    }

    @Test
    void aPublicationThatFailsAsWhenABundleIsRefreshedIsTriedAgain() {
        AtomicInteger tries = new AtomicInteger();
        World.Fate refreshed = call -> {
            if (call.equals("publish") && tries.getAndIncrement() == 0) {
                throw new NoClassDefFoundError("as when a bundle is refreshed");
            }
            return Blow.NONE;
        };
        try (Gateway gateway = new Gateway(world, refreshed)) {
            gateway.addService("s", "x");
            await().atMost(WAIT).until(() -> gateway.waiting() == 0);
        }
        assertThat(world.said()).extracting(Happening::name).containsExactly("deviceservice s");
    }

    @Test
    void whatABusThatIsThereNeverTakesDoesNotHoldUpTheOthersForEver() {
        AtomicInteger tries = new AtomicInteger();
        World.Fate first = call -> call.equals("publish") && tries.getAndIncrement() < 60 ? Blow.BEFORE : Blow.NONE;
        try (Gateway gateway = new Gateway(world, first)) {
            gateway.addService("large", "x");
            await().atMost(WAIT).until(() -> gateway.waiting() == 0);
            gateway.addService("next", "y");

            await().atMost(WAIT).until(() -> gateway.waiting() == 0);
        }
        assertThat(world.said()).extracting(Happening::name).containsExactly("deviceservice next");
    }

    @Test
    void changesOfAStoreThatIsLeftAreSaidFromMemoryAndNotAgainWhenItIsBack() {
        World other = new World();
        DocumentStore first = world.store(fate);
        DocumentStore second = other.store(call -> Blow.NONE);
        try (Gateway gateway = new Gateway(first, world.bus(fate), Gateway.BOUNDS)) {
            gateway.addService("s", "one");
            gateway.addDevice("d", "s", "");
            gateway.unbind(first);
            gateway.bind(second);
            gateway.addService("t", "two");
            assertThat(world.outbox()).isEqualTo(2);

            away.set(false);
            await().atMost(WAIT).until(() -> gateway.waiting() == 0 && other.outbox() == 0);
            assertThat(world.said())
                    .extracting(Happening::name)
                    .containsExactly("deviceservice s", "device d", "deviceservice t");

            gateway.unbind(second);
            gateway.bind(first);
            await().atMost(WAIT).until(() -> world.outbox() == 0);
            gateway.patchDevice("d", "changed", "s");
            await().atMost(WAIT).until(() -> world.said().size() == 4);
        }
        assertThat(world.said()).extracting(Happening::name).endsWith("deviceservice t", "device d");
    }

    @Test
    void whatAMigrationHasCopiedIsTakenOutOfTheNewStore() {
        DocumentStore source = world.store(fate);
        DocumentStore target = world.store(fate);
        try (Gateway gateway = new Gateway(source, world.bus(fate), Gateway.BOUNDS)) {
            gateway.addService("s", "one");
            gateway.addDevice("d", "s", "");
            gateway.bind(target);
            gateway.unbind(source);
            gateway.addDevice("e", "s", "");

            away.set(false);

            await().atMost(WAIT).until(() -> gateway.waiting() == 0 && world.outbox() == 0);
            world.check(true);
            assertThat(world.said()).hasSize(3);
        }
    }
}
