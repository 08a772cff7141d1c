package io.graft.benchmarks.internal.trial;

import io.graft.benchmarks.internal.Options;
import io.graft.benchmarks.internal.database.Databases;
import io.graft.benchmarks.internal.database.Server;
import io.graft.benchmarks.internal.report.AimTable;
import io.graft.benchmarks.internal.report.Progress;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Kills the server of the bound database under load, and starts it again after a second; then kills the gateway under
 * load, and starts it again.
 *
 * @param kills of each kind
 */
record KillsTrial(int kills) implements Trial {

    private static final double SHARE = 0.5;
    private static final double ZOOM_SECONDS = 12;
    private static final int AWAY_SECONDS = 1;
    private static final int BETWEEN_SECONDS = 2;

    @Override
    public String title() {
        return "%,d times kill -9 of a database's server and %,d times of the gateway, under load"
                .formatted(kills, kills);
    }

    @Override
    public AimTable run(Options options, Progress progress) throws IOException, InterruptedException {
        AimTable table = new AimTable("kills", title());
        try (Site site = Site.open(options, progress, Databases.NAMES)) {
            double rate = new Saturation(options, progress).rate(site, SHARE, table);
            servers(site, rate, table, progress);
            gateways(site, rate, table, progress);
            Findings.census(table, Census.of(site, progress));
        }
        return table;
    }

    private void servers(Site site, double rate, AimTable table, Progress progress)
            throws IOException, InterruptedException {
        List<String> killed = site.providers().stream()
                .filter(provider -> site.database(provider).server().isPresent())
                .toList();
        site.bindWhenItServes(killed.get(0));
        long start = System.nanoTime();
        Diary diary = new Diary(start, killed.get(0));
        double zoom = 0;
        try (RunningLoad load = site.load(rate)) {
            for (int n = 0; n < kills; n++) {
                String provider = killed.get(n % killed.size());
                Server server = site.database(provider).server().orElseThrow();
                site.bindWhenItServes(provider);
                diary.bound(provider, System.nanoTime());
                TimeUnit.SECONDS.sleep(BETWEEN_SECONDS);
                long from = System.nanoTime();
                zoom = n == kills / 2 ? diary.second(from) : zoom;
                server.kill();
                TimeUnit.SECONDS.sleep(AWAY_SECONDS);
                server.startAgain();
                diary.mark("server away", from, System.nanoTime());
                progress.at(
                        "servers killed, %,d answers, %,d failed".formatted(load.answered(), load.failures()),
                        n + 1L,
                        kills);
                TimeUnit.SECONDS.sleep(BETWEEN_SECONDS);
            }
            progress.end();
            load.stop();
            Findings.failuresAllowed(table, "a database's server was killed: ", load.mixed());
            Findings.latencies(table, "a database's server was killed: ", load.mixed());
            table.picture(
                    "-servers",
                    diary.timeline(
                            "%,d times kill -9 of the database's server under load".formatted(kills),
                            load.mixed(),
                            Math.max(0, zoom - ZOOM_SECONDS / 4),
                            zoom + ZOOM_SECONDS * 3 / 4));
        }
    }

    private void gateways(Site site, double rate, AimTable table, Progress progress)
            throws IOException, InterruptedException {
        List<String> providers = site.providers();
        site.bindWhenItServes(providers.get(0));
        long start = System.nanoTime();
        Diary diary = new Diary(start, providers.get(0));
        double zoom = 0;
        try (RunningLoad load = site.load(rate)) {
            for (int n = 0; n < kills; n++) {
                String provider = providers.get(n % providers.size());
                site.bindWhenItServes(provider);
                diary.bound(provider, System.nanoTime());
                TimeUnit.SECONDS.sleep(BETWEEN_SECONDS);
                long from = System.nanoTime();
                zoom = n == kills / 2 ? diary.second(from) : zoom;
                site.gateway().kill();
                site.gateway().start();
                diary.mark("gateway away", from, System.nanoTime());
                progress.at(
                        "gateways killed, %,d answers, %,d lost".formatted(load.answered(), load.failures()),
                        n + 1L,
                        kills);
            }
            progress.end();
            TimeUnit.SECONDS.sleep(BETWEEN_SECONDS);
            load.stop();
            Findings.failuresAllowed(table, "the gateway was killed: ", load.mixed());
            table.picture(
                    "-gateway",
                    diary.timeline(
                            "%,d times kill -9 of the gateway under load".formatted(kills),
                            load.mixed(),
                            Math.max(0, zoom - ZOOM_SECONDS / 4),
                            zoom + ZOOM_SECONDS * 3 / 4));
        }
    }
}
