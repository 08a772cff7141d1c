package io.graft.benchmarks.internal.scenario;

import io.graft.benchmarks.internal.Bench;
import io.graft.benchmarks.internal.api.PathRequests;
import io.graft.benchmarks.internal.load.LoadResult;
import io.graft.benchmarks.internal.load.LoadSpec;
import io.graft.benchmarks.internal.report.Goal;
import io.graft.benchmarks.internal.report.Report;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Reads a device from its device service directly, and then through core-command. */
final class CommandsScenario implements Scenario {

    private static final double OVERHEAD_AIM_MILLIS = 2;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration MEASURED = Duration.ofSeconds(10);
    private static final int OK = 200;

    @Override
    public String name() {
        return "commands";
    }

    @Override
    public String title() {
        return "GET of a device's resource, directly and through core-command";
    }

    @Override
    public boolean needsOwnGateway() {
        return true;
    }

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        String name = "bench-" + bench.tag() + "-commands";
        try (DeviceStub service = new DeviceStub()) {
            register(bench, name, service.address());
            String path = "/api/v3/device/name/" + name + "/Int32";
            LoadResult direct = read(bench, service.address(), path, "direct");
            LoadResult through =
                    read(bench, bench.own().orElseThrow().console(), "/core-command" + path, "through core-command");
            bench.report().load("GET command, direct", direct, OK);
            bench.report().load("GET command, through core-command", through, OK);
            double overhead = through.millis(99) - direct.millis(99);
            bench.report()
                    .finding(
                            Goal.COMMANDS,
                            overhead <= OVERHEAD_AIM_MILLIS && through.errors(OK) == 0,
                            "%s more at p99, %s more at p50 (%s against %s)"
                                    .formatted(
                                            Report.millis(overhead),
                                            Report.millis(through.millis(50) - direct.millis(50)),
                                            Report.rate(through.perSecond()),
                                            Report.rate(direct.perSecond())));
        }
    }

    private static LoadResult read(Bench bench, InetSocketAddress address, String path, String what)
            throws IOException, InterruptedException {
        LoadSpec spec = LoadSpec.closedLoop(address, 1, OK).warmedUpFor(WARM_UP).lasting(WARM_UP.plus(MEASURED));
        String host = address.getHostString() + ":" + address.getPort();
        return bench.run(spec, new PathRequests(host, () -> path), 0, "commands, " + what);
    }

    private static void register(Bench bench, String name, InetSocketAddress service)
            throws IOException, InterruptedException {
        bench.metadata()
                .postOne(
                        "/api/v3/deviceservice",
                        """
                        [{"apiVersion":"v3","service":{"name":"%s","baseAddress":"http://127.0.0.1:%d",\
                        "adminState":"UNLOCKED"}}]"""
                                .formatted(name, service.getPort()));
        bench.metadata()
                .postOne(
                        "/api/v3/deviceprofile",
                        """
                        [{"apiVersion":"v3","profile":{"name":"%s","deviceResources":[{"name":"Int32",\
                        "properties":{"valueType":"Int32","readWrite":"RW"}}]}}]"""
                                .formatted(name));
        bench.metadata()
                .postOne(
                        "/api/v3/device?bypassValidation=true",
                        """
                        [{"apiVersion":"v3","device":{"name":"%1$s","serviceName":"%1$s","profileName":"%1$s",\
                        "adminState":"UNLOCKED","operatingState":"UP","protocols":{"bench":{}}}}]"""
                                .formatted(name));
    }
}
