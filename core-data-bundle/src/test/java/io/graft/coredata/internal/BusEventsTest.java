package io.graft.coredata.internal;

import static io.graft.coredata.internal.Messages.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.graft.api.bus.BusMessage;
import io.graft.api.bus.BusStatus;
import io.graft.api.bus.Qos;
import io.graft.api.model.Event;
import io.graft.api.persistence.AppendResult;
import io.graft.api.persistence.InvalidQueryException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.coredata.internal.Messages.Form;
import io.graft.persistence.tck.oracle.MemoryEventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** An event's way from the bus into the store: when it is acknowledged, and when not. */
class BusEventsTest {

    private static final int WINDOW = 2_048;

    private final Api api = new Api();
    private boolean open = true;

    @AfterEach
    void stop() {
        if (open) {
            api.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void keepsEventsOfEveryFormAndAcknowledgesThem(Form form) {
        publish(form.published(request(id(1), 5))).join();

        assertThat(api.store.event(id(1))).isPresent();
        assertThat(api.metrics.count("graft_events_persisted_total")).isEqualTo(1);
        assertThat(api.metrics.count("graft_readings_persisted_total")).isEqualTo(1);
        assertThat(api.metrics.count("graft_bus_events_total", "outcome", "stored"))
                .isEqualTo(1);
    }

    @Test
    void keepsEventsThatArePublishedAtMostOnce() {
        publish(new BusMessage(Messages.TOPIC, Form.INLINE.message(request(id(1), 5)), Qos.AT_MOST_ONCE))
                .join();

        await().until(() -> api.store.event(id(1)).isPresent());
    }

    @Test
    void acknowledgesAnEventThatIsThereAlready() {
        publish(1).join();
        publish(1).join();

        assertThat(api.metrics.count("graft_bus_events_total", "outcome", "duplicate"))
                .isEqualTo(1);
        assertThat(api.metrics.count("graft_events_persisted_total")).isEqualTo(1);
    }

    @Test
    void acknowledgesNothingBeforeTheStoreHasIt() throws InterruptedException {
        api.configure("append.timeout", "1m");
        Gated store = gated();
        CompletableFuture<Void> first = publish(1);
        store.entered.await();
        CompletableFuture<Void> second = publish(2);

        assertThat(first).isNotDone();
        assertThat(second).isNotDone();

        store.release.countDown();
        first.join();
        second.join();
        assertThat(store.event(id(1))).isPresent();
        assertThat(store.event(id(2))).isPresent();
    }

    @Test
    void acknowledgesWhatIsInTheSpool() {
        api.service.unbindEvents(api.store);

        publish(1).join();

        assertThat(spooled()).isEqualTo(1);
        assertThat(api.metrics.count("graft_bus_events_total", "outcome", "spooled"))
                .isEqualTo(1);
        api.bind(api.store);
        await().until(() -> api.store.event(id(1)).isPresent());
    }

    @Test
    void spoolsWhatAStoreThatHangsDoesNotTake() {
        api.configure("append.timeout", "50ms");
        Gated store = gated();

        publish(1).join();

        assertThat(spooled()).isEqualTo(1);
        store.release.countDown();
    }

    @Test
    void keepsUnacknowledgedWhatNeitherStoreNorSpoolTakesAndTriesAgain() {
        api.configure("spool.bytes", "0");
        AtomicBoolean failing = new AtomicBoolean(true);
        MemoryEventStore store = new MemoryEventStore() {
            @Override
            public AppendResult append(List<Event> batch) {
                if (failing.get()) {
                    throw new StoreUnavailableException(Reason.FULL, "the disk is full");
                }
                return super.append(batch);
            }
        };
        api.service.unbindEvents(api.store);
        api.bind(store);

        CompletableFuture<Void> published = publish(1);
        await().until(() -> api.metrics.count("graft_bus_append_retries_total") >= 2);
        assertThat(published).isNotDone();

        failing.set(false);
        published.join();
        assertThat(store.event(id(1))).isPresent();
    }

    @Test
    void stopsTheBusAtItsWindowWhileNothingCanBeKept() {
        api.configure("spool.bytes", "0");
        api.service.unbindEvents(api.store);
        List<CompletableFuture<Void>> published = new ArrayList<>();
        for (int n = 0; n < WINDOW + 500; n++) {
            published.add(publish(n));
        }

        assertThat(subscription()).hasValueSatisfying(subscription -> assertThat(subscription.open())
                .isEqualTo(WINDOW));
        assertThat(published).noneMatch(CompletableFuture::isDone);

        api.bind(api.store);
        published.forEach(CompletableFuture::join);
        for (int n = 0; n < WINDOW + 500; n++) {
            assertThat(api.store.event(id(n))).as("event %d", n).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource({"malformed, {", "invalid, {}", "mismatched, ''", "oversized, ''"})
    void acknowledgesAndCountsWhatIsNoEvent(String reason, String payload) {
        String topic = reason.equals("mismatched") ? Messages.TOPIC + "x" : Messages.TOPIC;
        byte[] message = reason.equals("oversized")
                ? new byte[70_000_000]
                : payload.isEmpty()
                        ? Form.INLINE.message(request(id(1), 5))
                        : reason.equals("invalid") ? Form.INLINE.message(payload) : payload.getBytes(UTF_8);

        publish(new BusMessage(topic, message, Qos.AT_LEAST_ONCE)).join();
        publish(2).join();

        assertThat(api.metrics.count("graft_bus_events_rejected_total", "reason", reason))
                .isEqualTo(1);
        assertThat(api.store.event(id(1))).isEmpty();
        assertThat(api.store.event(id(2))).isPresent();
    }

    @Test
    void givesUpOnlyTheEventThatTheStoreWillNeverTake() throws InterruptedException {
        api.configure("append.timeout", "1m");
        Gated store = new Gated() {
            @Override
            public AppendResult append(List<Event> batch) {
                if (batch.stream().anyMatch(event -> event.id().equals(id(7)))) {
                    throw new InvalidQueryException("the database takes no 7");
                }
                return super.append(batch);
            }
        };
        api.service.unbindEvents(api.store);
        api.bind(store);
        List<CompletableFuture<Void>> published = new ArrayList<>();
        published.add(publish(0));
        store.entered.await();
        for (int n = 1; n < 20; n++) {
            published.add(publish(n));
        }
        store.release.countDown();

        published.forEach(CompletableFuture::join);

        for (int n = 0; n < 20; n++) {
            assertThat(store.event(id(n)).isPresent()).as("event %d", n).isEqualTo(n != 7);
        }
        assertThat(api.metrics.count("graft_bus_events_rejected_total", "reason", "refused"))
                .isEqualTo(1);
    }

    @Test
    void triesAnEventAgainThatMakesTheStoreFailAsItMustNotAndThenGivesItUp() {
        MemoryEventStore store = new MemoryEventStore() {
            @Override
            public AppendResult append(List<Event> batch) {
                if (batch.stream().anyMatch(event -> event.id().equals(id(7)))) {
                    throw new IllegalStateException("a defect");
                }
                return super.append(batch);
            }
        };
        api.service.unbindEvents(api.store);
        api.bind(store);

        publish(7).join();
        publish(8).join();

        assertThat(api.metrics.count("graft_bus_append_retries_total")).isEqualTo(4);
        assertThat(api.metrics.count("graft_bus_events_rejected_total", "reason", "failed"))
                .isEqualTo(1);
        assertThat(store.event(id(8))).isPresent();
    }

    @Test
    void leavesUnacknowledgedToTheBusWhatIsNotKeptWhenItEnds() {
        api.configure("spool.bytes", "0");
        api.service.unbindEvents(api.store);
        List<CompletableFuture<Void>> published = new ArrayList<>();
        for (int n = 0; n < 1_000; n++) {
            published.add(publish(n));
        }

        api.close();
        open = false;

        assertThat(published).noneMatch(CompletableFuture::isDone);
        try (Api next = new Api(api.bus)) {
            published.forEach(CompletableFuture::join);
            for (int n = 0; n < 1_000; n++) {
                assertThat(next.store.event(id(n))).as("event %d", n).isPresent();
            }
        }
    }

    @Test
    void keepsEventsThatAreOnTheirWayIntoTheStoreWhenItEnds() throws InterruptedException {
        api.configure("append.timeout", "1m");
        Gated store = gated();
        CompletableFuture<Void> published = publish(1);
        store.entered.await();
        Thread ending = new Thread(api::close, "ending");
        ending.start();
        open = false;
        await().until(() -> subscription().isEmpty());

        store.release.countDown();

        published.join();
        ending.join();
        assertThat(store.event(id(1))).isPresent();
    }

    @Test
    void checksAndForgetsEventsIfNothingIsToBeKept() {
        api.configure("persist.data", "false");

        publish(1).join();
        publish(new BusMessage(Messages.TOPIC, new byte[] {'{'}, Qos.AT_LEAST_ONCE))
                .join();

        assertThat(api.store.event(id(1))).isEmpty();
        assertThat(api.metrics.count("graft_events_persisted_total")).isZero();
        assertThat(api.metrics.count("graft_bus_events_rejected_total", "reason", "malformed"))
                .isEqualTo(1);
    }

    @Test
    void subscribesOnlyIfToldTo() {
        api.configure("bus.subscribe", "false");
        publish(1).join();
        assertThat(subscription()).isEmpty();

        api.configure("bus.subscribe", "true");
        publish(2).join();

        assertThat(api.store.event(id(1))).isEmpty();
        assertThat(api.store.event(id(2))).isPresent();
    }

    private Gated gated() {
        Gated store = new Gated();
        api.service.unbindEvents(api.store);
        api.bind(store);
        return store;
    }

    private CompletableFuture<Void> publish(int n) {
        return publish(Form.INLINE.published(request(id(n), n)));
    }

    private CompletableFuture<Void> publish(BusMessage message) {
        return api.bus.publish(message).toCompletableFuture();
    }

    private Optional<BusStatus.Subscribed> subscription() {
        return api.bus.status().subscriptions().stream()
                .filter(each -> each.name().equals("core-data-events"))
                .findFirst();
    }

    private long spooled() {
        return api.service.events().orElseThrow().spool().spooled();
    }

    private static UUID id(int n) {
        return new UUID(0x4000, Long.MIN_VALUE + n);
    }

    /** Takes nothing until it is released. */
    private static class Gated extends MemoryEventStore {

        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);

        @Override
        public AppendResult append(List<Event> batch) {
            entered.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoreUnavailableException(Reason.CLOSED, "interrupted", e);
            }
            return super.append(batch);
        }
    }
}
