package io.graft.benchmarks.internal;

import io.graft.benchmarks.internal.database.Databases;
import io.graft.benchmarks.internal.trial.Plan;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a run is asked to do.
 *
 * @param events how many events are stored before queries are measured
 * @param seconds how long each load is measured
 * @param warmUpSeconds how long a load runs before it is measured
 * @param idleSeconds how long the gateway is left alone before its idle memory is read
 * @param starts how many starts are timed
 * @param connections of the parallel loads
 * @param rate events a second of the ingest load, in an open loop; 0 for the closed loop
 * @param only names of scenarios to run; none for all
 * @param providers names of the providers to be compared; none for the gateway as shipped
 * @param plan the trials that are run instead of the scenarios
 * @param profile whether a profile of the ingest is made
 * @param url core-data of a gateway that runs already
 * @param metadataUrl core-metadata of that gateway
 * @param root the project's folder
 * @param work where the run's own gateway has its home
 * @param keep whether that home stays
 * @param out where the results go
 */
public record Options(
        long events,
        int seconds,
        int warmUpSeconds,
        int idleSeconds,
        int starts,
        int connections,
        double rate,
        List<String> only,
        List<String> providers,
        Plan plan,
        boolean profile,
        Optional<InetSocketAddress> url,
        Optional<InetSocketAddress> metadataUrl,
        Path root,
        Path work,
        boolean keep,
        Path out) {

    /** Raised for arguments that make no sense; the message says what to do. */
    public static final class Refusal extends Exception {

        Refusal(String message) {
            super(message);
        }
    }

    static final String HELP =
            """
            Usage: benchmarks/run [option]...

            Starts a gateway of its own in a fresh home on free loopback ports, loads it, prints what it measured beside
            the aims and the figures of EdgeX, writes results.json, results.md and results.svg, and leaves nothing else behind.

              --quick             20,000 events and short loads: whether all of it works, in about a minute
              --events N          stored events before queries are measured (1,000,000)
              --seconds S         how long each load is measured (30)
              --warm-up S         how long each load runs before that (10)
              --connections N     of the parallel loads (32)
              --rate R            ingest R events a second in an open loop: latencies count from when an event was due;
                                  trials: R requests a second (70 %% of saturation, which is measured first)
              --only a,b          only these scenarios: %s
              --provider a,b      compare these providers, each with a server of the run's own: %s
              --swaps N           trial: N swaps of the database under load
              --upgrades N        trial: N upgrades of a database's bundle side by side, N removals and installations anew
              --kills N           trial: kill -9 a database's server N times, then the gateway N times
              --spool S           trial: a database is away for S seconds, then the spool drains
              --migration N       trial: N events migrated from embedded to Redis and back, under load
              --bus               trial: devices publish events through the broker inside the gateway
              --clients N         of that trial: how many devices publish, each with up to 100 events under way (32)
              --qos Q             of that trial: only quality of service 0 or 1 (both)
              --profile           also a profile of where the time of one POST goes (Java Flight Recorder)
              --url URL           load a core-data that runs already, e.g. http://127.0.0.1:59880, EdgeX's own too
              --metadata-url URL  its core-metadata (the port after that of --url)
              --work FOLDER       where the own gateway's home is made: its disk is measured (benchmarks/target)
              --keep              leave the own gateway's home where it is
              --out FOLDER        where the results go (benchmarks/target/results)
              --help              this text
            """;

    static Options parse(Path root, List<String> arguments) throws Refusal {
        Builder builder = new Builder(root);
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            switch (name) {
                case "--quick" -> builder.quick();
                case "--profile" -> builder.profile = true;
                case "--bus" -> builder.bus = true;
                case "--keep" -> builder.keep = true;
                default -> {
                    if (i + 1 == arguments.size()) {
                        throw new Refusal(name + " is no option, or lacks its value: see --help.");
                    }
                    builder.set(name, arguments.get(++i));
                }
            }
        }
        return builder.build();
    }

    private static final class Builder {
        private final Path root;
        private long events = 1_000_000;
        private int seconds = 30;
        private int warmUpSeconds = 10;
        private int idleSeconds = 30;
        private int starts = 5;
        private int connections = 32;
        private double rate;
        private List<String> only = List.of();
        private List<String> providers = List.of();
        private int swaps;
        private int upgrades;
        private int kills;
        private int spool;
        private int migration;
        private boolean bus;
        private List<Integer> qualities = List.of(1, 0);
        private int clients = 32;
        private boolean profile;
        private boolean keep;
        private InetSocketAddress url;
        private InetSocketAddress metadataUrl;
        private Path work;
        private Path out;

        Builder(Path root) {
            this.root = root;
            this.work = root.resolve("benchmarks/target/work");
            this.out = root.resolve("benchmarks/target/results");
        }

        void quick() {
            events = 20_000;
            seconds = 3;
            warmUpSeconds = 2;
            idleSeconds = 5;
            starts = 1;
        }

        void set(String name, String value) throws Refusal {
            switch (name) {
                case "--events" -> events = number(name, value);
                case "--seconds" -> seconds = number(name, value);
                case "--warm-up" -> warmUpSeconds = number(name, value);
                case "--connections" -> connections = number(name, value);
                case "--rate" -> rate = number(name, value);
                case "--only" -> only = Arrays.asList(value.split(","));
                case "--provider" -> providers = providers(value);
                case "--swaps" -> swaps = number(name, value);
                case "--upgrades" -> upgrades = number(name, value);
                case "--kills" -> kills = number(name, value);
                case "--spool" -> spool = number(name, value);
                case "--migration" -> migration = number(name, value);
                case "--clients" -> clients = number(name, value);
                case "--qos" -> qualities = quality(value);
                case "--url" -> url = address(name, value);
                case "--metadata-url" -> metadataUrl = address(name, value);
                case "--work" -> work = Path.of(value);
                case "--out" -> out = Path.of(value);
                default -> throw new Refusal(name + " is no option: see --help.");
            }
        }

        Options build() {
            if (url != null && metadataUrl == null) {
                metadataUrl = new InetSocketAddress(url.getAddress(), url.getPort() + 1);
            }
            return new Options(
                    events,
                    seconds,
                    warmUpSeconds,
                    idleSeconds,
                    starts,
                    connections,
                    rate,
                    only,
                    providers,
                    new Plan(swaps, upgrades, kills, spool, migration, bus ? qualities : List.of(), clients),
                    profile,
                    Optional.ofNullable(url),
                    Optional.ofNullable(metadataUrl),
                    root,
                    work,
                    keep,
                    out);
        }

        private static List<String> providers(String value) throws Refusal {
            List<String> names = Arrays.asList(value.split(","));
            for (String name : names) {
                if (!Databases.NAMES.contains(name)) {
                    throw new Refusal("There is no provider '" + name + "' to measure: there are "
                            + String.join(",", Databases.NAMES) + ".");
                }
            }
            return names;
        }

        private static List<Integer> quality(String value) throws Refusal {
            if (!value.matches("[01]")) {
                throw new Refusal("--qos is '" + value + "': give it 0 or 1.");
            }
            return List.of(Integer.valueOf(value));
        }

        private static int number(String name, String value) throws Refusal {
            String digits = value.replace(",", "").replace("_", "");
            if (!digits.matches("[0-9]{1,9}") || Integer.parseInt(digits) == 0) {
                throw new Refusal(name + " is '" + value + "': give it a whole number above 0.");
            }
            return Integer.parseInt(digits);
        }

        private static InetSocketAddress address(String name, String value) throws Refusal {
            URI uri;
            try {
                uri = URI.create(value);
            } catch (IllegalArgumentException e) {
                throw new Refusal(name + " is '" + value + "', which is no address: " + e.getMessage());
            }
            if (!"http".equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() < 0) {
                throw new Refusal(name + " is '" + value + "': give it like http://127.0.0.1:59880.");
            }
            InetSocketAddress address = new InetSocketAddress(uri.getHost(), uri.getPort());
            if (address.isUnresolved()) {
                throw new Refusal(name + " names the host '" + uri.getHost() + "', which is unknown.");
            }
            return address;
        }
    }
}
