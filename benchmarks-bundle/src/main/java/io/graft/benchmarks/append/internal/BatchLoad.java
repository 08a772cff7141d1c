package io.graft.benchmarks.append.internal;

import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that append batches of events, each waiting until its batch is acknowledged before it sends the next. */
final class BatchLoad {

    private final EventStore store;
    private final SampleEvents events = new SampleEvents("bench-device-");
    private final int threads;
    private final int size;

    BatchLoad(EventStore store, int threads, int size) {
        this.store = store;
        this.threads = threads;
        this.size = size;
    }

    /**
     * Appends for a time.
     *
     * @param warmUpMillis how long before it is measured
     * @return figures as {@code name=value}, separated by spaces
     */
    String run(long warmUpMillis, long millis) throws InterruptedException {
        append(warmUpMillis);
        long start = System.nanoTime();
        long[] nanos = append(millis);
        double seconds = (System.nanoTime() - start) / 1e9;
        Arrays.sort(nanos);
        return String.format(
                Locale.ROOT,
                "events=%d perSecond=%.0f p50Millis=%.3f p99Millis=%.3f maxMillis=%.3f",
                nanos.length * (long) size,
                nanos.length * size / seconds,
                percentile(nanos, 0.5),
                percentile(nanos, 0.99),
                percentile(nanos, 1));
    }

    private long[] append(long millis) throws InterruptedException {
        AtomicInteger named = new AtomicInteger();
        ExecutorService workers = Executors.newFixedThreadPool(
                threads, task -> new Thread(task, "graft-benchmark-append-" + named.incrementAndGet()));
        try {
            long end = System.nanoTime() + millis * 1_000_000;
            List<Future<List<Long>>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Callable<List<Long>> worker = () -> appendUntil(end);
                running.add(workers.submit(worker));
            }
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> worker : running) {
                all.addAll(worker.get());
            }
            return all.stream().mapToLong(Long::longValue).toArray();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StoreException failure ? failure : new IllegalStateException(e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private List<Long> appendUntil(long end) {
        List<Long> nanos = new ArrayList<>();
        while (System.nanoTime() < end) {
            var batch = events.next(size);
            long start = System.nanoTime();
            store.append(batch);
            nanos.add(System.nanoTime() - start);
        }
        return nanos;
    }

    private static double percentile(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1e6;
    }
}
