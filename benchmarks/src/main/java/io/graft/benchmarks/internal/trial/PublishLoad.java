package io.graft.benchmarks.internal.trial;

import io.graft.benchmarks.internal.api.EventStream;
import io.graft.benchmarks.internal.load.Witness;
import io.graft.benchmarks.internal.mqtt.PublishDriver;
import io.graft.benchmarks.internal.mqtt.PublishSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Events that are published in a thread of its own, from its creation until it is stopped. What came of it is read when
 * it has been stopped.
 */
final class PublishLoad implements Witness, AutoCloseable {

    private static final long HIGHEST = Duration.ofMinutes(5).toNanos();

    private final PublishDriver driver;
    private final Ledger ledger;
    private final long firstEvent;
    private final long start = System.nanoTime();
    private final Course course = new Course(start);
    private final Histogram latency = new Histogram(1_000, HIGHEST, 3);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final long countedFrom;
    private long last;

    /**
     * Begins.
     *
     * @param ledger is told what was acknowledged
     * @param warmUp what is acknowledged in this time from the beginning is not counted
     */
    PublishLoad(PublishSpec spec, EventStream events, Ledger ledger, Duration warmUp) {
        this.ledger = ledger;
        this.firstEvent = events.sent();
        this.countedFrom = start + warmUp.toNanos();
        this.last = countedFrom;
        this.driver = new PublishDriver(spec, events.next(Long.MAX_VALUE / 2), this);
        Thread thread = new Thread(this::run, "bench-publish");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            driver.run();
            ended.complete(null);
        } catch (IOException | UncheckedIOException e) {
            ended.completeExceptionally(e);
        }
    }

    @Override
    public void answered(long number, int status, long since, long now, Supplier<String> bodyStart) {
        ledger.acknowledged(firstEvent + number);
        course.answered(now, now - since);
        if (now >= countedFrom) {
            latency.recordValue(Math.min(Math.max(now - since, 0), HIGHEST));
            last = now;
        }
    }

    @Override
    public void lost(long number, long since, long now, String why) {
        course.failed(now);
    }

    /** Acknowledgements so far. */
    long acknowledged() {
        return driver.acknowledged();
    }

    /** Ends publishing and waits until everything is acknowledged; throws if that does not happen. */
    void stop() throws IOException, InterruptedException {
        driver.stop();
        try {
            ended.get();
        } catch (ExecutionException e) {
            throw new IOException("publishing failed: " + e.getCause().getMessage(), e.getCause());
        }
    }

    /** Whether it goes on. */
    boolean running() {
        return !ended.isDone();
    }

    double perSecond() {
        return latency.getTotalCount() / Math.max(1e-3, (last - countedFrom) / 1e9);
    }

    /** From when each was due to its acknowledgement. */
    Histogram latency() {
        return latency;
    }

    Course course() {
        return course;
    }

    @Override
    public void close() {
        driver.stop();
    }
}
