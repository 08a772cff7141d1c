package io.graft.benchmarks.internal.scenario;

import io.graft.benchmarks.internal.Bench;
import io.graft.benchmarks.internal.gateway.OwnGateway;
import io.graft.benchmarks.internal.report.Goal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** From {@code graft start} on a home with history until core-data and core-metadata answer. */
final class StartScenario implements Scenario {

    private static final double AIM_SECONDS = 4;
    private static final int POLL_MS = 5;
    private static final int PATIENCE_SECONDS = 120;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String title() {
        return "Time from start to ready";
    }

    @Override
    public boolean needsOwnGateway() {
        return true;
    }

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        OwnGateway gateway = bench.own().orElseThrow();
        List<Double> ready = new ArrayList<>();
        List<Double> returned = new ArrayList<>();
        for (int i = 0; i < bench.options().starts(); i++) {
            gateway.stop();
            long start = System.nanoTime();
            CompletableFuture<Double> command = CompletableFuture.supplyAsync(() -> start(gateway, start));
            while (!serves(bench)) {
                if (command.isCompletedExceptionally()) {
                    throw new IOException(
                            "the gateway did not start",
                            command.handle((v, e) -> e).join());
                }
                if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                    throw new IOException("the gateway did not answer within " + PATIENCE_SECONDS + " s");
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            }
            ready.add((System.nanoTime() - start) / 1e9);
            returned.add(command.join());
            bench.progress().at("starts", i + 1, bench.options().starts());
        }
        bench.progress().end();
        double median = median(ready);
        bench.report()
                .finding(
                        Goal.READY,
                        median <= AIM_SECONDS,
                        "%.2f s with %,d events (median of %d; the command returned after %.2f s)"
                                .formatted(median, bench.events().sent(), ready.size(), median(returned)));
        bench.report().figures("start", Map.of("readySeconds", ready, "commandSeconds", returned));
        bench.followMemory();
    }

    private static double start(OwnGateway gateway, long since) {
        try {
            gateway.start();
            return (System.nanoTime() - since) / 1e9;
        } catch (IOException e) {
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    private static boolean serves(Bench bench) throws InterruptedException {
        try {
            bench.data().get("/api/v3/event/all?limit=1");
            bench.metadata().get("/api/v3/device/all?limit=1");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
