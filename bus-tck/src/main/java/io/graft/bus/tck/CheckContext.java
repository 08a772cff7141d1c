package io.graft.bus.tck;

import io.graft.api.bus.BusListener;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.BusSubscription;
import io.graft.api.bus.MessageBus;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Assumptions;

/** What a check works with; all that it opened is closed after it. */
public final class CheckContext implements AutoCloseable {

    /** How long anything may take; nothing waits that long unless it goes wrong. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestedBus tested;
    private final String prefix;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    CheckContext(TestedBus tested, String prefix) {
        this.tested = tested;
        this.prefix = prefix;
    }

    public TestedBus tested() {
        return tested;
    }

    /** A topic, a filter or a name that no other check uses. */
    public String own(String name) {
        return prefix + "/" + name;
    }

    /** Opens the bus and waits for its connection. */
    public OpenBus open() throws Exception {
        OpenBus open = closing(tested.open());
        await().until(() -> open.bus().status().connected());
        return open;
    }

    /** The bus, opened and connected. */
    public MessageBus bus() throws Exception {
        return open().bus();
    }

    /** Subscribes; the subscription is cancelled after the check. */
    public BusSubscription subscribe(MessageBus bus, SubscriptionSpec spec, BusListener listener) {
        BusSubscription subscription = bus.subscribe(spec, listener);
        closing(subscription::cancel);
        return subscription;
    }

    public Peer peer() throws Exception {
        return closing(tested.peer());
    }

    /** How the broker is taken away; where it can't be, the check is left out. */
    public Outage outage() {
        Assumptions.assumeTrue(tested.outage().isPresent(), "the broker can't be taken away from this provider");
        Outage outage = tested.outage().orElseThrow();
        closing(outage::end);
        return outage;
    }

    public static BusMessage message(String topic, Object content, Qos qos) {
        return new BusMessage(topic, content.toString().getBytes(StandardCharsets.UTF_8), qos);
    }

    /** The stage's end; fails when it fails. */
    public static void done(CompletionStage<Void> stage) {
        stage.toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    public static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5));
    }

    /** Waits until the assertions hold. */
    public static void await(ThrowingRunnable assertions) {
        await().untilAsserted(assertions);
    }

    /** Closes this after the check. */
    public <C extends AutoCloseable> C closing(C closeable) {
        opened.push(closeable);
        return closeable;
    }

    @Override
    public void close() {
        List<Exception> failures = new ArrayList<>();
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException("what the check opened could not be closed: " + failures, failures.get(0));
        }
    }
}
