package io.graft.benchmarks.internal.trial;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.benchmarks.internal.Options;
import io.graft.benchmarks.internal.api.ApiClient;
import io.graft.benchmarks.internal.api.EventStream;
import io.graft.benchmarks.internal.database.Database;
import io.graft.benchmarks.internal.database.Databases;
import io.graft.benchmarks.internal.gateway.OwnGateway;
import io.graft.benchmarks.internal.load.LoadSpec;
import io.graft.benchmarks.internal.report.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A gateway of the trial's own with the databases that it needs, installed and ready to be bound. */
final class Site implements AutoCloseable {

    static final String SERVICE = "core-data";
    static final String EMBEDDED = "embedded";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONGEST_DRAIN = Duration.ofMinutes(2);
    private static final int TRIES = 120;

    private final Options options;
    private final Progress progress;
    private final OwnGateway gateway;
    private final Map<String, Database> databases = new LinkedHashMap<>();
    private final ApiClient data;
    private final ApiClient common;
    private final EventStream events;
    private final Ledger ledger = new Ledger();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Site(Options options, Progress progress, OwnGateway gateway) {
        this.options = options;
        this.progress = progress;
        this.gateway = gateway;
        this.data = new ApiClient(gateway.data());
        this.common = new ApiClient(gateway.console());
        this.events = new EventStream(data.host(), Long.toString(System.currentTimeMillis(), 36), 0);
    }

    /** Starts all of it. */
    static Site open(Options options, Progress progress, List<String> providers)
            throws IOException, InterruptedException {
        Site site = new Site(options, progress, OwnGateway.prepare(options.root(), options.work(), options.keep()));
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(site::close, "bench-stop"));
            site.start(providers);
            return site;
        } catch (IOException | InterruptedException | RuntimeException e) {
            site.close();
            throw e;
        }
    }

    private void start(List<String> providers) throws IOException, InterruptedException {
        progress.say("Starting a gateway in " + gateway.home() + " with " + String.join(", ", providers));
        gateway.start();
        for (String provider : providers) {
            Database database = Databases.start(provider);
            databases.put(provider, database);
            for (Map.Entry<String, Map<String, String>> file :
                    database.settings().entrySet()) {
                gateway.set(file.getKey(), file.getValue());
            }
            if (database.feature().isPresent()) {
                gateway.shell("feature:install " + database.feature().get());
            }
        }
        for (String provider : providers) {
            bindWhenItServes(provider);
        }
    }

    OwnGateway gateway() {
        return gateway;
    }

    List<String> providers() {
        return List.copyOf(databases.keySet());
    }

    Database database(String provider) {
        return databases.get(provider);
    }

    ApiClient data() {
        return data;
    }

    /** Health, metrics and the management of the gateway. */
    ApiClient common() {
        return common;
    }

    EventStream events() {
        return events;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Binds core-data to a provider that serves. */
    void bind(String provider) throws IOException, InterruptedException {
        JsonNode answer = common.put("/api/v3/binding/" + SERVICE, "{\"provider\":\"" + provider + "\"}")
                .path("binding");
        if (!answer.path("provider").asText().equals(provider)) {
            throw new IOException("core-data was to be bound to " + provider + ", but the gateway says " + answer);
        }
    }

    /** The same, a minute at most until the provider serves. */
    void bindWhenItServes(String provider) throws IOException, InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                bind(provider);
                return;
            } catch (IOException e) {
                if (tries == TRIES) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(500);
            }
        }
    }

    /**
     * Begins a load of four POSTs to one query.
     *
     * @param perSecond requests a second in an open loop; 0 for the closed loop
     */
    RunningLoad load(double perSecond) {
        return load(perSecond, MixedLoad.FOUR_TO_ONE);
    }

    /** Begins a load of POSTs only, in an open loop. */
    RunningLoad posts(double perSecond) {
        return load(perSecond, MixedLoad.POSTS_ONLY);
    }

    /** Stores events as fast as they are taken until there are as many as asked for. */
    void fill(long total) throws IOException, InterruptedException {
        progress.say("  storing %,d events".formatted(total));
        try (RunningLoad load = load(0, MixedLoad.POSTS_ONLY)) {
            while (load.answered() < total) {
                TimeUnit.MILLISECONDS.sleep(100);
                progress.at("events", load.answered(), total);
            }
            progress.end();
            load.stop();
        }
    }

    private RunningLoad load(double perSecond, int round) {
        LoadSpec spec = new LoadSpec(
                data.address(),
                options.connections(),
                perSecond,
                Duration.ofHours(1),
                Duration.ZERO,
                PATIENCE,
                LoadSpec.ANY);
        return new RunningLoad(spec, new MixedLoad(events, data.host(), ledger, round, System.nanoTime()));
    }

    /** Waits until everything that was spooled is in a database. */
    void awaitEmptySpool() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_DRAIN.toNanos();
        for (SpoolGauge now = SpoolGauge.read(common); now.events() > 0; now = SpoolGauge.read(common)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("%,d events are still in the spool after %d s"
                        .formatted(now.events(), LONGEST_DRAIN.toSeconds()));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Ends all of it. What can't be ended in order is said and spoils nothing that was measured. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            gateway.close();
        } catch (IOException e) {
            progress.say("  " + e.getMessage());
        }
        for (Map.Entry<String, Database> database : databases.entrySet()) {
            try {
                database.getValue().close();
            } catch (IOException | UncheckedIOException e) {
                progress.say("  " + database.getKey() + " was not ended in order: " + e.getMessage());
            }
        }
    }
}
