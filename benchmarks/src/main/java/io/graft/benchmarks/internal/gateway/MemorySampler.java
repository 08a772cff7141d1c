package io.graft.benchmarks.internal.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Follows the resident memory of a process in a thread of its own until it is closed. */
public final class MemorySampler implements AutoCloseable {

    private static final long PERIOD_MS = 250;

    /**
     * One look.
     *
     * @param atSecond since the sampler started
     * @param megabytes resident, in 10^6 bytes
     */
    public record Sample(double atSecond, double megabytes) {}

    private final List<Sample> samples = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    public MemorySampler(ProcessView process) {
        long start = System.nanoTime();
        Thread thread = new Thread(() -> follow(process, start), "bench-memory");
        thread.setDaemon(true);
        thread.start();
    }

    private void follow(ProcessView process, long start) {
        try {
            do {
                Sample sample = new Sample((System.nanoTime() - start) / 1e9, process.residentMegabytes());
                synchronized (samples) {
                    samples.add(sample);
                }
            } while (!closed.await(PERIOD_MS, TimeUnit.MILLISECONDS));
        } catch (IOException e) {
            // the process has ended: what was seen until then stays
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public List<Sample> samples() {
        synchronized (samples) {
            return List.copyOf(samples);
        }
    }

    public double medianMegabytes() {
        double[] sorted =
                samples().stream().mapToDouble(Sample::megabytes).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    public double peakMegabytes() {
        return samples().stream().mapToDouble(Sample::megabytes).max().orElse(0);
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
