package io.graft.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.itests.load.Answer;
import io.graft.itests.load.Client;
import io.graft.itests.load.Tolerance;
import io.graft.itests.load.Traffic;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

/**
 * A long run on real processes: databases are swapped, stopped, upgraded and migrated in any order, their servers and the
 * gateway itself are killed, while clients write, read and delete. Every so often everything that was acknowledged is
 * looked for. {@code -Dsoak.minutes} says how long, {@code -Dsoak.seed} repeats the order of another run.
 */
public class Soak {
    private static final int WRITERS = 4;
    private static final int EVENTS_BETWEEN = 200;
    private static final int CHANGES_A_ROUND = 25;
    private static final int PAGE = 20_000;
    private static final int LONGEST_OUTAGE_MS = 3_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Map<String, Integer> done = new TreeMap<>();
    private Random random;
    private Traffic traffic;
    private SoakDatabases databases;
    private GatewayProcess gateway;
    private Client client;
    private long requests;

    @Test
    public void nothingIsLostHoweverLongItGoesOn() throws Exception {
        long seed = Long.getLong("soak.seed", System.nanoTime());
        Duration length = Duration.ofMinutes(Integer.getInteger("soak.minutes", 10));
        System.out.println("soak: " + length.toMinutes() + " minutes, -Dsoak.seed=" + seed);
        random = new Random(seed);
        try (GatewayProcess started = GatewayProcess.unpack("soak");
                SoakDatabases servers = new SoakDatabases(started)) {
            gateway = started;
            databases = servers;
            started.start();
            GatewayProcess.setting(started.etc("io.graft.coredata.cfg"), "max.result.count", Integer.toString(PAGE));
            servers.install();
            client = new Client(URI.create("http://127.0.0.1:" + started.ports().get("http")), PAGE);
            clear();
            long end = System.nanoTime() + length.toNanos();
            for (int round = 1; System.nanoTime() < end; round++) {
                round(round, end, seed);
            }
        }
    }

    private void round(int number, long end, long seed) throws Exception {
        traffic = new Traffic(client, WRITERS, Tolerance.LATER);
        try (Traffic running = traffic) {
            for (int i = 0;
                    i < CHANGES_A_ROUND
                            && System.nanoTime() < end
                            && running.refused().isEmpty();
                    i++) {
                running.more(EVENTS_BETWEEN);
                change();
                settle();
            }
        }
        requests += traffic.requests();
        Map<String, Set<UUID>> events = check(seed);
        StringBuilder kept = new StringBuilder();
        events.forEach((provider, ids) ->
                kept.append(", ").append(ids.size()).append(" in ").append(provider));
        System.out.println("soak: round " + number + ", " + requests + " requests, so far " + done + "; "
                + traffic.events().acknowledgements() + " events" + kept);
        clear();
    }

    private void change() throws Exception {
        List<String> providers = databases.providers();
        String provider = providers.get(random.nextInt(providers.size()));
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> bind(provider);
            case 3 -> edit(provider);
            case 4 -> keep(provider);
            case 5 -> restart(provider);
            case 6 -> upgrade(provider);
            case 7 -> killServer(provider);
            case 8 -> killGateway();
            default -> migrate(provider);
        }
    }

    private void bind(String provider) throws Exception {
        count("bind");
        traffic.changing(() -> bindAll(provider));
    }

    private void bindAll(String provider) {
        for (String service : List.of("core-data", "core-keeper")) {
            Answer bound = client.bind(service, provider);
            assertThat(bound.status()).as(bound.toString()).isEqualTo(200);
        }
    }

    private void edit(String provider) throws Exception {
        count("edit of the file");
        traffic.changing(() -> {
            GatewayProcess.setting(
                    gateway.etc("io.graft.coredata.cfg"), "events.target", "(persistence.provider=" + provider + ")");
            await(
                    "the binding to " + provider,
                    () -> client.get("/api/v3/binding/core-data").body().contains("\"provider\":\"" + provider + "\""));
        });
    }

    private void keep(String provider) throws Exception {
        count("keeper");
        traffic.changing(() -> {
            Answer put = client.send(
                    "PUT",
                    "/core-keeper/api/v3/kvs/key/edgex/v4/core-data/Writable/EventsTarget",
                    "{\"value\":\"(persistence.provider=" + provider + ")\"}");
            assertThat(put.status()).as(put.toString()).isEqualTo(200);
        });
    }

    private void restart(String provider) throws Exception {
        count("stop and start");
        databases.stopAndStart(provider);
    }

    private void upgrade(String provider) throws Exception {
        if (databases.upgrade(provider)) {
            count("upgrade");
        }
    }

    private void killServer(String provider) throws Exception {
        int millis = random.nextInt(LONGEST_OUTAGE_MS);
        if (databases.kill(provider)) {
            count("kill of a server");
            TimeUnit.MILLISECONDS.sleep(millis);
            databases.startAgain(provider);
        }
    }

    private void killGateway() throws Exception {
        count("kill of the gateway");
        traffic.tolerate(Tolerance.AWAY);
        ProcessHandle process = ProcessHandle.of(gateway.pid()).orElseThrow();
        assertThat(process.destroyForcibly()).isTrue();
        process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        gateway.start();
        await("the gateway", () -> client.get("/health/ready").status() == 200);
        traffic.tolerate(Tolerance.LATER);
    }

    /** Some are killed with the gateway in their midst. Where it is the service's database already, it is refused. */
    private void migrate(String provider) throws Exception {
        boolean kill = random.nextInt(4) == 0;
        traffic.changing(() -> {
            Answer begun = client.send(
                    "POST",
                    "/api/v3/migration/core-data",
                    "{\"provider\":\"" + provider + "\",\"existing\":\"merge\"}");
            if (begun.status() / 100 != 2) {
                count("migration refused");
                return;
            }
            count(kill ? "migration with a kill" : "migration");
            if (kill) {
                killGateway();
            }
            await("the end of the migration", () -> client.get("/api/v3/migration/core-data")
                    .body()
                    .matches("(?s).*\"phase\":\"(DONE|FAILED|ABORTED)\".*"));
        });
    }

    /** Every provider serves, and the spool is empty. */
    private void settle() throws Exception {
        await("the databases", () -> databases.serve(client));
        await("the spool", () -> client.backlog() == 0);
    }

    /** Looks for everything in all databases; tells how many events are where. */
    private Map<String, Set<UUID>> check(long seed) throws Exception {
        Map<String, Set<UUID>> events = new TreeMap<>();
        Map<String, Set<UUID>> keys = new TreeMap<>();
        for (String provider : databases.providers()) {
            bindAll(provider);
            settle();
            events.put(provider, client.events());
            keys.put(provider, client.keys());
        }
        List<String> faults = new ArrayList<>(traffic.refused());
        faults.addAll(traffic.events().faults(events, false));
        faults.addAll(traffic.keys().faults(keys, false));
        if (!faults.isEmpty()) {
            Files.writeString(gateway.home().resolve("soak.txt"), String.join("\n", faults) + "\n");
        }
        assertThat(faults)
                .as("%s, -Dsoak.seed=%d, see %s", done, seed, gateway.home())
                .isEmpty();
        return events;
    }

    private void clear() throws Exception {
        for (String provider : databases.providers()) {
            await("provider " + provider, () -> databases.serve(client));
            bindAll(provider);
            client.clear();
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime())
                    .as("%s: not within %s", what, PATIENCE)
                    .isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private void count(String what) {
        done.merge(what, 1, Integer::sum);
    }
}
