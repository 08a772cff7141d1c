package io.graft.benchmarks.internal.trial;

import io.graft.benchmarks.internal.Options;
import io.graft.benchmarks.internal.api.ApiClient;
import io.graft.benchmarks.internal.api.EventStream;
import io.graft.benchmarks.internal.gateway.Footprint;
import io.graft.benchmarks.internal.gateway.MemorySampler;
import io.graft.benchmarks.internal.gateway.OwnGateway;
import io.graft.benchmarks.internal.mqtt.MqttSocket;
import io.graft.benchmarks.internal.mqtt.PublishSpec;
import io.graft.benchmarks.internal.report.AimTable;
import io.graft.benchmarks.internal.report.Progress;
import io.graft.benchmarks.internal.report.Report;
import io.graft.benchmarks.internal.report.Timeline;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Devices that publish events through the broker inside the gateway: as fast as they are acknowledged, at a given rate,
 * and at half of that how soon an event can be read. Beside it the same broker with a client that only acknowledges.
 *
 * @param clients how many connections publish
 * @param underWay how many publications each has under way at most
 * @param qualities of service that are measured, 0 or 1
 */
record BusTrial(int clients, int underWay, List<Integer> qualities) implements Trial {

    private static final double AIM = 20_000;
    private static final double P99_AIM = 50;
    private static final double READABLE_AIM = 20;
    private static final double SHARE = 0.8;
    private static final double ZOOM_SECONDS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Events a second that the gateway's own device service may store meanwhile. */
    private static final int OF_OTHERS = 50;

    private static final String RAW = "raw/events";

    @Override
    public String title() {
        return "Events by the bus, %d clients".formatted(clients);
    }

    @Override
    public AimTable run(Options options, Progress progress) throws IOException, InterruptedException {
        AimTable table = new AimTable("bus", title());
        try (OwnGateway gateway = OwnGateway.prepare(options.root(), options.work(), options.keep())) {
            Thread end = new Thread(() -> closeQuietly(gateway, progress), "bench-stop");
            Runtime.getRuntime().addShutdownHook(end);
            progress.say("Starting a gateway in " + gateway.home());
            gateway.start();
            for (int qos : qualities) {
                new Run(qos, gateway, options, table, progress).all();
            }
        }
        return table;
    }

    private static void closeQuietly(OwnGateway gateway, Progress progress) {
        try {
            gateway.close();
        } catch (IOException e) {
            progress.say("  " + e.getMessage());
        }
    }

    /** One quality of service. */
    private final class Run {

        private final int qos;
        private final OwnGateway gateway;
        private final Options options;
        private final AimTable table;
        private final Progress progress;
        private final String prefix;
        private final String tag = Long.toString(System.currentTimeMillis(), 36);
        private final EventStream events;
        private final Ledger ledger = new Ledger();
        private final ApiClient data;

        Run(int qos, OwnGateway gateway, Options options, AimTable table, Progress progress) {
            this.qos = qos;
            this.gateway = gateway;
            this.options = options;
            this.table = table;
            this.progress = progress;
            this.prefix = "QoS " + qos + ", ";
            this.events = EventStream.published(EventStream.TOPICS, tag, qos);
            this.data = new ApiClient(gateway.data());
        }

        void all() throws IOException, InterruptedException {
            double most = AIM;
            if (qos > 0) {
                raw();
                most = closed();
            }
            double rate = options.rate() > 0 ? options.rate() : Math.floor(Math.min(AIM, SHARE * most));
            open(rate);
            if (qos > 0) {
                readable(rate / 2);
            }
            census();
        }

        /** What the broker alone can do: everything goes to a client that acknowledges at once. */
        private void raw() throws IOException, InterruptedException {
            progress.say("  the broker and a client that only acknowledges, " + options.seconds() + " s");
            CountDownLatch subscribed = new CountDownLatch(1);
            try (MqttSocket sink = new MqttSocket(gateway.broker(), "bench-sink")) {
                Thread thread = new Thread(() -> acknowledgeAll(sink, subscribed), "bench-sink");
                thread.setDaemon(true);
                thread.start();
                if (!subscribed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IOException("the broker takes no subscription");
                }
                EventStream stream = EventStream.published(RAW, tag, qos);
                try (PublishLoad load = load(0, stream, new Ledger())) {
                    finish(load);
                    table.row(
                            prefix + "the broker and a client that only acknowledges",
                            "%s; %.0f %% of them reached that client"
                                    .formatted(
                                            words(load), 100.0 * sink.received() / Math.max(1, load.acknowledged())));
                    figures("raw", load);
                }
            }
        }

        private void acknowledgeAll(MqttSocket sink, CountDownLatch subscribed) {
            try {
                sink.acknowledgeAll(RAW + "/#", subscribed::countDown);
            } catch (ClosedChannelException e) {
                // the measurement has ended
            } catch (IOException e) {
                progress.say("  the client that only acknowledges failed: " + e.getMessage());
            }
        }

        private double closed() throws IOException, InterruptedException {
            progress.say("  as fast as events are acknowledged, " + options.seconds() + " s");
            try (PublishLoad load = load(0, events, ledger)) {
                finish(load);
                double perSecond = load.perSecond();
                table.row(
                        prefix + "as fast as they are acknowledged, each with %d under way".formatted(underWay),
                        "≥ " + Report.rate(AIM),
                        words(load),
                        perSecond >= AIM);
                figures("closed", load);
                return perSecond;
            }
        }

        private void open(double rate) throws IOException, InterruptedException {
            progress.say("  at %s, %d s".formatted(Report.rate(rate), options.seconds()));
            Footprint before = Footprint.of(gateway);
            try (MemorySampler memory = new MemorySampler(gateway.process());
                    PublishLoad load = load(rate, events, ledger)) {
                finish(load);
                double p99 = load.latency().getValueAtPercentile(99) / 1e6;
                String what = prefix + "at " + Report.rate(rate);
                if (qos > 0) {
                    table.row(
                            what + ", publication to acknowledgement",
                            "p99 < 50 ms",
                            words(load),
                            p99 < P99_AIM && load.perSecond() > 0.99 * rate);
                } else {
                    table.row(what, Report.rate(load.perSecond()) + " published");
                }
                figures("open", load);
                Footprint after = Footprint.of(gateway);
                table.row(
                        what + ", heap after a full collection, before and after",
                        "%.1f MB, %.1f MB".formatted(before.heapMegabytes(), after.heapMegabytes()));
                table.row(
                        what + ", resident memory, median and peak",
                        "%.0f MB, %.0f MB".formatted(memory.medianMegabytes(), memory.peakMegabytes()));
                table.figures(prefix + "memory", memory.samples());
                picture(load, rate);
            }
        }

        private void readable(double rate) throws IOException, InterruptedException {
            progress.say("  how soon an event can be read, at " + Report.rate(rate));
            try (PublishLoad load = load(rate, events, ledger)) {
                TimeUnit.SECONDS.sleep(options.warmUpSeconds());
                Histogram found = new ReadableProbe(gateway.broker(), data).run(Duration.ofSeconds(options.seconds()));
                load.stop();
                table.row(
                        prefix + "publication to readable by REST, at " + Report.rate(rate),
                        "p99 < 20 ms",
                        "%,d events, p50 %s, p99 %s, slowest %s"
                                .formatted(
                                        found.getTotalCount(),
                                        Findings.millis(found, 50),
                                        Findings.millis(found, 99),
                                        Findings.millis(found, 100)),
                        found.getValueAtPercentile(99) / 1e6 < READABLE_AIM);
                figures("half", load);
            }
        }

        private void census() throws IOException, InterruptedException {
            progress.say("  looking for every event");
            awaitRest();
            Census census = new Census(events, ledger, data::get, progress);
            census.count(Site.EMBEDDED);
            Census.Result found = census.result();
            table.row(
                    prefix + "lost, duplicated, of " + "%,d".formatted(found.acknowledged()),
                    "0, 0",
                    found.lost() + ", " + found.duplicated(),
                    found.lost() == 0 && found.duplicated() == 0);
            if (!found.firstLost().isEmpty()) {
                table.remark(prefix + "the first that were lost: " + String.join(", ", found.firstLost()));
            }
            table.figures(prefix + "census", found);
        }

        /** What is published at most once may still be on its way. */
        private void awaitRest() throws IOException, InterruptedException {
            long before = count();
            TimeUnit.SECONDS.sleep(1);
            for (long now = count(); now - before > OF_OTHERS; now = count()) {
                before = now;
                TimeUnit.SECONDS.sleep(1);
            }
        }

        private long count() throws IOException, InterruptedException {
            return data.get("/api/v3/event/count").path("count").asLong();
        }

        private PublishLoad load(double rate, EventStream stream, Ledger into) {
            PublishSpec spec = new PublishSpec(gateway.broker(), clients, underWay, qos, rate, PATIENCE);
            return new PublishLoad(spec, stream, into, Duration.ofSeconds(options.warmUpSeconds()));
        }

        private void finish(PublishLoad load) throws IOException, InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(options.warmUpSeconds() + options.seconds());
            while (load.running() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            load.stop();
        }

        private void picture(PublishLoad load, double rate) {
            List<Timeline.Slot> slots = load.course().slots();
            double length = slots.size() / 10.0;
            double middle = Math.max(0, length / 2 - ZOOM_SECONDS / 2);
            table.picture(
                    "-qos" + qos,
                    new Timeline(
                            "%d clients publish %s, QoS %d".formatted(clients, Report.rate(rate), qos),
                            slots,
                            List.of(new Timeline.Band(0, length, Site.EMBEDDED)),
                            List.of(),
                            middle,
                            middle + ZOOM_SECONDS));
        }

        private void figures(String what, PublishLoad load) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("perSecond", load.perSecond());
            for (double percentile : new double[] {50, 90, 99, 99.9, 99.99, 100}) {
                figures.put("p" + percentile + "Millis", load.latency().getValueAtPercentile(percentile) / 1e6);
            }
            table.figures(prefix + what, figures);
        }

        private static String words(PublishLoad load) {
            return "%s, p50 %s, p99 %s, slowest %s"
                    .formatted(
                            Report.rate(load.perSecond()),
                            Findings.millis(load.latency(), 50),
                            Findings.millis(load.latency(), 99),
                            Findings.millis(load.latency(), 100));
        }
    }
}
