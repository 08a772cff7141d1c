package io.graft.benchmarks.internal.trial;

import io.graft.benchmarks.internal.load.LoadDriver;
import io.graft.benchmarks.internal.load.LoadResult;
import io.graft.benchmarks.internal.load.LoadSpec;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A load in a thread of its own, from its creation until it is stopped. */
final class RunningLoad implements AutoCloseable {

    private final LoadDriver driver;
    private final MixedLoad mixed;
    private final CompletableFuture<LoadResult> result = new CompletableFuture<>();

    RunningLoad(LoadSpec spec, MixedLoad mixed) {
        this.driver = new LoadDriver(spec, mixed, mixed);
        this.mixed = mixed;
        Thread thread = new Thread(this::run, "bench-load");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            result.complete(driver.run());
        } catch (IOException | RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    /** Answers so far, with any status. */
    long answered() {
        return driver.answered();
    }

    /** Requests that were not answered as they should, so far. */
    long failures() {
        return mixed.failures();
    }

    /** Ends sending, and waits until what is under way is answered; what came of it is in the mixed load then. */
    LoadResult stop() throws IOException, InterruptedException {
        driver.stop();
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IOException("the load failed: " + e.getCause(), e.getCause());
        }
    }

    MixedLoad mixed() {
        return mixed;
    }

    @Override
    public void close() {
        driver.stop();
    }
}
