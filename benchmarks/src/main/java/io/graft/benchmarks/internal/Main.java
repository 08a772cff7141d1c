package io.graft.benchmarks.internal;

import io.graft.benchmarks.internal.api.ApiClient;
import io.graft.benchmarks.internal.database.Databases;
import io.graft.benchmarks.internal.gateway.Machine;
import io.graft.benchmarks.internal.gateway.OwnGateway;
import io.graft.benchmarks.internal.report.Progress;
import io.graft.benchmarks.internal.report.Report;
import io.graft.benchmarks.internal.scenario.Scenario;
import io.graft.benchmarks.internal.scenario.Scenarios;
import io.graft.benchmarks.internal.trial.TrialsRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Entry point: the project's folder, then the options. */
public final class Main {

    private static final Set<String> NOT_OF_PROVIDERS =
            Set.of("disk", "idle", "size", "delete", "memory", "start", "commands", "profile");

    private Main() {}

    /**
     * Runs the benchmarks and ends with 0 if all of them could be run, 1 if one could not, 2 for wrong options.
     *
     * @param args the project's folder, then the options
     */
    public static void main(String[] args) {
        int status;
        try {
            status = run(Path.of(args[0]), Arrays.asList(args).subList(1, args.length));
        } catch (Options.Refusal refusal) {
            System.err.println("benchmarks: " + refusal.getMessage());
            status = 2;
        } catch (IOException e) {
            System.err.println("benchmarks: " + e.getMessage());
            status = 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            status = 1;
        }
        System.exit(status);
    }

    /** Runs what the arguments ask for; gives back the status of the process. */
    public static int run(Path root, List<String> arguments) throws Options.Refusal, IOException, InterruptedException {
        List<Scenario> all = Scenarios.all();
        String names = all.stream().map(Scenario::name).collect(Collectors.joining(","));
        if (arguments.contains("--help") || arguments.contains("-h")) {
            System.out.printf(Options.HELP, names, String.join(",", Databases.NAMES));
            return 0;
        }
        Options options = Options.parse(root, arguments);
        for (String name : options.only()) {
            if (all.stream().noneMatch(scenario -> scenario.name().equals(name))) {
                throw new Options.Refusal("There is no scenario '" + name + "': there are " + names + ".");
            }
        }
        if (!options.plan().isEmpty()) {
            Progress progress = new Progress(System.out, Boolean.getBoolean("graft.benchmarks.terminal"));
            return new TrialsRun(options, progress).run() ? 0 : 1;
        }
        if (!options.providers().isEmpty()) {
            Progress progress = new Progress(System.out, Boolean.getBoolean("graft.benchmarks.terminal"));
            return new ProvidersRun(options, ofProviders(chosen(all, options)), progress).run() ? 0 : 1;
        }
        return run(options, chosen(all, options)) ? 0 : 1;
    }

    private static List<Scenario> chosen(List<Scenario> all, Options options) {
        return all.stream()
                .filter(scenario -> options.only().isEmpty() || options.only().contains(scenario.name()))
                .filter(scenario -> !scenario.name().equals("profile")
                        || options.profile()
                        || options.only().contains("profile"))
                .filter(scenario -> !scenario.needsOwnGateway() || options.url().isEmpty())
                .toList();
    }

    /** The scenarios that say something of a provider, and not of the machine or the gateway. */
    private static List<Scenario> ofProviders(List<Scenario> scenarios) {
        return scenarios.stream()
                .filter(scenario -> !NOT_OF_PROVIDERS.contains(scenario.name()))
                .toList();
    }

    private static boolean run(Options options, List<Scenario> scenarios) throws IOException, InterruptedException {
        Progress progress = new Progress(System.out, Boolean.getBoolean("graft.benchmarks.terminal"));
        Report report = new Report();
        boolean whole;
        if (options.url().isPresent()) {
            ApiClient data = new ApiClient(options.url().get());
            ApiClient metadata = new ApiClient(options.metadataUrl().orElseThrow());
            whole = run(new Bench(options, Optional.empty(), data, metadata, report, progress), scenarios);
        } else {
            try (OwnGateway gateway = OwnGateway.prepare(options.root(), options.work(), options.keep())) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> closeQuietly(gateway), "bench-stop"));
                Machine machine = Machine.of(gateway.home());
                progress.say(machine.toString());
                report.figures("machine", machine);
                progress.say("Starting a gateway in " + gateway.home());
                gateway.start();
                ApiClient data = new ApiClient(gateway.data());
                ApiClient metadata = new ApiClient(gateway.metadata());
                whole = run(new Bench(options, Optional.of(gateway), data, metadata, report, progress), scenarios);
            }
        }
        System.out.println(report.text());
        report.write(options.out());
        System.out.println("results.json, results.md and results.svg are in "
                + options.out().toAbsolutePath());
        return whole;
    }

    /** Runs what it can: a scenario that fails is reported, and the others are still measured. */
    static boolean run(Bench bench, List<Scenario> scenarios) throws InterruptedException {
        boolean whole = true;
        bench.report()
                .figures(
                        "options",
                        Map.of(
                                "events",
                                bench.options().events(),
                                "connections",
                                bench.options().connections()));
        for (Scenario scenario : scenarios) {
            bench.progress().say(scenario.title());
            try {
                scenario.run(bench);
            } catch (IOException | RuntimeException e) {
                whole = false;
                bench.report().remark(scenario.name() + " could not be measured: " + words(e));
                bench.progress().say("  failed: " + words(e));
            }
        }
        return whole;
    }

    static String words(Throwable failure) {
        StringBuilder text = new StringBuilder(failure.toString());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            text.append("; ").append(cause);
        }
        return text.toString();
    }

    static void closeQuietly(OwnGateway gateway) {
        try {
            gateway.close();
        } catch (IOException e) {
            System.err.println("benchmarks: " + e.getMessage());
        }
    }
}
