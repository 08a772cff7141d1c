package io.graft.bus.binding.internal;

import io.graft.api.bus.BusException;
import io.graft.api.bus.BusTimeoutException;
import io.graft.api.bus.BusUnavailableException;
import io.graft.api.bus.Delivery;
import io.graft.bus.binding.EdgexTopics;
import io.graft.bus.binding.Envelope;
import io.graft.bus.binding.EnvelopeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The requests that wait for their replies. Safe for use by many threads. */
final class Requests {

    static final int MOST_OPEN = 1024;
    private static final int REMEMBERED = 1024;

    private final Map<String, Open> open = new ConcurrentHashMap<>();
    private final AtomicInteger places = new AtomicInteger(MOST_OPEN);
    private final Ended ended = new Ended();
    private final ScheduledExecutorService timer;
    private final BusMeters meters;

    Requests(ScheduledExecutorService timer, BusMeters meters) {
        this.timer = timer;
        this.meters = meters;
    }

    /** One that waits. */
    private static final class Open {
        private final CompletableFuture<Envelope> reply = new CompletableFuture<>();
        private final Runnable atEnd;
        private volatile Future<?> timeout;

        Open(Runnable atEnd) {
            this.atEnd = atEnd;
        }
    }

    /** The last ones that have ended, and whether they were answered. */
    private static final class Ended extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }

    int open() {
        return open.size();
    }

    /**
     * Publishes a request, and waits for the reply.
     *
     * @param id the request's id
     * @param what it in messages
     * @param publish publishes it
     * @param atEnd to be called once when the request has ended, however it did
     * @throws IllegalArgumentException if a request of this id is open
     */
    CompletionStage<Envelope> send(
            String id, String what, Duration timeout, Supplier<CompletionStage<Void>> publish, Runnable atEnd) {
        Open request = new Open(atEnd);
        if (open.putIfAbsent(id, request) != null) {
            atEnd.run();
            throw new IllegalArgumentException("a request with the id " + id + " is open already");
        }
        meters.requests.add(1);
        if (places.decrementAndGet() < 0) {
            fail(
                    id,
                    request,
                    new BusUnavailableException(MOST_OPEN + " requests wait for their replies already; " + what
                            + " is not sent, try again later"));
            return request.reply;
        }
        try {
            request.timeout =
                    timer.schedule(() -> timeout(id, request, what, timeout), timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            fail(id, request, new BusUnavailableException("the bus is being stopped; " + what + " is not sent", e));
            return request.reply;
        }
        try {
            publish.get().whenComplete((published, failure) -> {
                if (failure != null) {
                    fail(id, request, failure);
                }
            });
        } catch (RuntimeException | LinkageError e) {
            fail(id, request, e);
            throw e;
        }
        return request.reply;
    }

    /** A reply has come. */
    void reply(Delivery delivery) {
        try {
            String topic = delivery.message().topic();
            String level = topic.substring(topic.lastIndexOf('/') + 1);
            if (!answer(level, delivery)) {
                ignored(EdgexTopics.unescape(level));
            }
        } finally {
            delivery.acknowledge();
        }
    }

    void close() {
        for (Map.Entry<String, Open> each : List.copyOf(open.entrySet())) {
            fail(each.getKey(), each.getValue(), new BusUnavailableException("the bus is being stopped"));
        }
    }

    private boolean answer(String level, Delivery delivery) {
        String id = open.containsKey(level) ? level : EdgexTopics.unescape(level);
        Open request = open.get(id);
        if (request == null || !end(id, request, true)) {
            return false;
        }
        try {
            request.reply.complete(Envelope.read(delivery.message().payload()));
        } catch (EnvelopeException e) {
            request.reply.completeExceptionally(new BusException(
                    "the reply on " + delivery.message().topic() + " can't be read: " + e.getMessage(), e));
        }
        return true;
    }

    private void timeout(String id, Open request, String what, Duration after) {
        meters.timeouts.add(1);
        fail(id, request, new BusTimeoutException("no reply to " + what + " within " + after.toMillis() + " ms"));
    }

    private void fail(String id, Open request, Throwable failure) {
        if (end(id, request, false)) {
            request.reply.completeExceptionally(failure);
        }
    }

    /** Whether it was this call that has ended it. */
    private boolean end(String id, Open request, boolean answered) {
        synchronized (ended) {
            if (!open.remove(id, request)) {
                return false;
            }
            ended.put(id, answered);
        }
        places.incrementAndGet();
        Future<?> timeout = request.timeout;
        if (timeout != null) {
            timeout.cancel(false);
        }
        request.atEnd.run();
        return true;
    }

    private void ignored(String id) {
        Boolean answered;
        synchronized (ended) {
            answered = ended.get(id);
        }
        (answered == null ? meters.unknown : answered ? meters.second : meters.late).add(1);
    }
}
