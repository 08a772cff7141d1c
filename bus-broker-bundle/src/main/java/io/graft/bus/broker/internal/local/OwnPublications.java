package io.graft.bus.broker.internal.local;

import io.graft.api.bus.BusMessage;
import io.graft.api.bus.BusUnavailableException;
import io.graft.api.bus.Qos;
import io.graft.bus.broker.internal.Counters;
import io.graft.bus.broker.internal.route.Origin;
import io.graft.bus.broker.internal.route.Publication;
import io.graft.bus.broker.internal.route.Receipt;
import io.graft.bus.broker.internal.route.Router;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What the gateway itself publishes: bounded, since nobody's socket can be left unread for it. For any number of threads. */
public final class OwnPublications {

    private static final int MOST = 4_096;
    private static final long MOST_BYTES = 64L << 20;

    private final Router router;
    private final Executor threads;
    private final Counters counters;
    private final Duration patience;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicLong bytesUnderWay = new AtomicLong();
    /** Those that were not complete at once, the oldest first. */
    private final Queue<Own> waiting = new ConcurrentLinkedQueue<>();

    /** @param patience how long a publication may wait for acknowledgements */
    public OwnPublications(Router router, Executor threads, Counters counters, Duration patience) {
        this.router = router;
        this.threads = threads;
        this.counters = counters;
        this.patience = patience;
    }

    private final class Own extends Receipt implements Origin {
        private final CompletableFuture<Void> stage = new CompletableFuture<>();
        private final int size;
        private final long deadline = System.nanoTime() + patience.toNanos();
        /** The acknowledgement, and each place that it waits for. */
        private final AtomicInteger reasons = new AtomicInteger(1);

        Own(int size) {
            this.size = size;
        }

        @Override
        protected void completed() {
            counters.published().increment();
            release();
            threads.execute(() -> stage.complete(null));
        }

        @Override
        public void hold() {
            reasons.incrementAndGet();
        }

        @Override
        public void release() {
            if (reasons.decrementAndGet() == 0) {
                underWay.decrementAndGet();
                bytesUnderWay.addAndGet(-size);
            }
        }
    }

    /** Publishes; see the contract. */
    public CompletionStage<Void> publish(BusMessage message) {
        int size = message.payload().length;
        int ahead = underWay.getAndIncrement();
        long bytesAhead = bytesUnderWay.getAndAdd(size);
        if (ahead >= MOST || (ahead > 0 && bytesAhead + size > MOST_BYTES)) {
            underWay.decrementAndGet();
            bytesUnderWay.addAndGet(-size);
            counters.rejected().increment();
            return CompletableFuture.failedFuture(new BusUnavailableException("too much is under way: " + ahead
                    + " messages of " + bytesAhead + " bytes that were published wait for their subscribers; publish "
                    + message.topic() + " again later"));
        }
        Own own = new Own(size);
        router.route(Publication.plain(message, "", own), own);
        if (message.qos() == Qos.AT_LEAST_ONCE && !own.stage.isDone()) {
            waiting.add(own);
        }
        return own.stage;
    }

    /** Fails what has waited for too long; to be called now and then. */
    public void sweep() {
        while (!waiting.isEmpty()) {
            Own oldest = waiting.peek();
            if (!oldest.stage.isDone()) {
                if (oldest.deadline - System.nanoTime() > 0) {
                    return;
                }
                fail(oldest, "no subscriber has acknowledged within " + patience.toSeconds() + " s");
            }
            waiting.remove(oldest);
        }
    }

    /** Fails all that has not been acknowledged. */
    public void close() {
        for (Own own = waiting.poll(); own != null; own = waiting.poll()) {
            fail(own, "the bus has been closed");
        }
    }

    private static void fail(Own own, String why) {
        own.stage.completeExceptionally(new BusUnavailableException(
                "it is not known whether the message has arrived: " + why + "; publish it again"));
    }
}
