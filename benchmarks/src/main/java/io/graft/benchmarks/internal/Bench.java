package io.graft.benchmarks.internal;

import io.graft.benchmarks.internal.api.ApiClient;
import io.graft.benchmarks.internal.api.EventStream;
import io.graft.benchmarks.internal.gateway.MemorySampler;
import io.graft.benchmarks.internal.gateway.OwnGateway;
import io.graft.benchmarks.internal.load.LoadDriver;
import io.graft.benchmarks.internal.load.LoadResult;
import io.graft.benchmarks.internal.load.LoadSpec;
import io.graft.benchmarks.internal.load.RequestSource;
import io.graft.benchmarks.internal.report.Progress;
import io.graft.benchmarks.internal.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** What the scenarios of one run share. Used by one thread. */
public final class Bench {

    private static final int CREATED = 201;

    /** Stores events. */
    @FunctionalInterface
    interface Filler {
        void fill(long missing) throws IOException, InterruptedException;
    }

    private final Options options;
    private final Optional<OwnGateway> own;
    private final ApiClient data;
    private final ApiClient metadata;
    private final Report report;
    private final Progress progress;
    private final EventStream events;
    private final String tag = Long.toString(System.currentTimeMillis(), 36);
    private Filler filler = this::post;
    private long filled;
    private Optional<MemorySampler> memory = Optional.empty();

    Bench(
            Options options,
            Optional<OwnGateway> own,
            ApiClient data,
            ApiClient metadata,
            Report report,
            Progress progress) {
        this.options = options;
        this.own = own;
        this.data = data;
        this.metadata = metadata;
        this.report = report;
        this.progress = progress;
        this.events = new EventStream(data.host(), tag, Math.min(100_000, options.events() / 10));
    }

    public Options options() {
        return options;
    }

    /** The gateway that this run has started, if it has one of its own. */
    public Optional<OwnGateway> own() {
        return own;
    }

    public ApiClient data() {
        return data;
    }

    public ApiClient metadata() {
        return metadata;
    }

    public Report report() {
        return report;
    }

    public Progress progress() {
        return progress;
    }

    public EventStream events() {
        return events;
    }

    /** Tells the names of this run from those of others on the same gateway. */
    public String tag() {
        return tag;
    }

    /** Follows the gateway's memory from now on. */
    public void followMemory() throws IOException {
        memory.ifPresent(MemorySampler::close);
        memory = own.isPresent() ? Optional.of(new MemorySampler(own.get().process())) : Optional.empty();
    }

    public Optional<MemorySampler> memory() {
        return memory;
    }

    /** POSTs of events over all connections, to be answered by a 201. */
    public LoadSpec ingest() {
        return LoadSpec.closedLoop(data.address(), options.connections(), CREATED);
    }

    /** Stores events until there are as many as the queries want. */
    public void fill() throws IOException, InterruptedException {
        long missing = options.events() - stored();
        if (missing > 0) {
            progress.say("Storing %,d more events".formatted(missing));
            filler.fill(missing);
        }
    }

    /** From now on events are stored in another way where a query needs many. */
    void fillBy(Filler other) {
        filler = missing -> {
            other.fill(missing);
            filled += missing;
        };
    }

    private void post(long missing) throws IOException {
        LoadResult result = run(ingest(), events.next(missing), missing, "events");
        report.load("fill", result, CREATED);
    }

    /** How many events there are. */
    public long stored() {
        return events.sent() + filled;
    }

    /**
     * Runs a load and shows how far it is.
     *
     * @param total how many answers will come; 0 if it ends by time
     */
    public LoadResult run(LoadSpec spec, RequestSource source, long total, String what) throws IOException {
        LoadDriver driver = new LoadDriver(spec, source);
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "bench-progress");
            thread.setDaemon(true);
            return thread;
        });
        long start = System.nanoTime();
        Duration time = spec.atMost();
        try {
            ScheduledFuture<?> shown = watch.scheduleAtFixedRate(
                    () -> {
                        if (total > 0) {
                            progress.at(what, driver.answered(), total);
                        } else {
                            progress.at(
                                    "seconds, %,d answers".formatted(driver.answered()),
                                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
                                    time.toSeconds());
                        }
                    },
                    200,
                    200,
                    TimeUnit.MILLISECONDS);
            LoadResult result = driver.run();
            shown.cancel(false);
            return result;
        } finally {
            watch.shutdownNow();
            progress.end();
        }
    }
}
