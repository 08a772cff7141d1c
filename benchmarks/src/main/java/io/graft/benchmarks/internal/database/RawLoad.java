package io.graft.benchmarks.internal.database;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/** Threads with a connection each that write batches one after the other. */
public final class RawLoad {

    private static final long HIGHEST = Duration.ofMinutes(5).toNanos();

    private final Database database;
    private final int threads;
    private final int size;

    public RawLoad(Database database, int threads, int size) {
        this.database = database;
        this.threads = threads;
        this.size = size;
    }

    /** Writes for a time, after a warm-up. */
    public Batches run(Duration warmUp, Duration time) throws IOException, InterruptedException {
        List<RawDriver> drivers = new ArrayList<>();
        ExecutorService workers = Executors.newFixedThreadPool(threads, task -> new Thread(task, "bench-raw"));
        try {
            for (int i = 0; i < threads; i++) {
                drivers.add(database.connect().orElseThrow());
            }
            write(workers, drivers, warmUp);
            long start = System.nanoTime();
            Histogram batches = write(workers, drivers, time);
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Batches(
                    batches.getTotalCount() * (double) size / seconds,
                    batches.getValueAtPercentile(50) / 1e6,
                    batches.getValueAtPercentile(99) / 1e6);
        } finally {
            workers.shutdownNow();
            drivers.forEach(RawDriver::close);
        }
    }

    private Histogram write(ExecutorService workers, List<RawDriver> drivers, Duration time)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        List<Future<Histogram>> running = new ArrayList<>();
        for (RawDriver driver : drivers) {
            Callable<Histogram> worker = () -> writeUntil(end, driver);
            running.add(workers.submit(worker));
        }
        Histogram all = new Histogram(1_000, HIGHEST, 3);
        for (Future<Histogram> worker : running) {
            try {
                all.add(worker.get());
            } catch (ExecutionException e) {
                throw new IOException("a raw write failed", e.getCause());
            }
        }
        return all;
    }

    private Histogram writeUntil(long end, RawDriver driver) throws IOException {
        Histogram nanos = new Histogram(1_000, HIGHEST, 3);
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            driver.write(size);
            nanos.recordValue(Math.min(HIGHEST, System.nanoTime() - start));
        }
        return nanos;
    }
}
