package io.graft.benchmarks.internal.scenario;

import io.graft.benchmarks.internal.Bench;
import io.graft.benchmarks.internal.api.DeviceRequests;
import io.graft.benchmarks.internal.load.LoadResult;
import io.graft.benchmarks.internal.load.LoadSpec;
import io.graft.benchmarks.internal.report.Goal;
import io.graft.benchmarks.internal.report.Report;
import java.io.IOException;

/** POST of devices, one a request and one after the other. */
final class DevicesScenario implements Scenario {

    private static final int DEVICES = 1_000;
    private static final double RATE_AIM = 2_000;

    @Override
    public String name() {
        return "devices";
    }

    @Override
    public String title() {
        return "POST of 1,000 devices, one a request";
    }

    @Override
    public void run(Bench bench) throws IOException, InterruptedException {
        post(bench, "warm-up-" + bench.tag());
        LoadResult result = post(bench, bench.tag());
        bench.report().load("POST device", result, 207);
        bench.report()
                .finding(
                        Goal.DEVICES,
                        result.perSecond() >= RATE_AIM && result.errors(207) == 0,
                        "%s, p50 %s, p99 %s, durable"
                                .formatted(
                                        Report.rate(result.perSecond()),
                                        Report.millis(result.millis(50)),
                                        Report.millis(result.millis(99))));
    }

    private static LoadResult post(Bench bench, String tag) throws IOException, InterruptedException {
        DeviceRequests requests = new DeviceRequests(bench.metadata().host(), tag, DEVICES);
        bench.metadata().postOne("/api/v3/deviceservice", requests.service());
        bench.metadata().postOne("/api/v3/deviceprofile", requests.profile());
        LoadResult result =
                bench.run(LoadSpec.closedLoop(bench.metadata().address(), 1, 207), requests, DEVICES, "devices");
        // 207 says nothing about the item in it
        long stored = bench.metadata()
                .get("/api/v3/device/service/name/" + requests.serviceName() + "?limit=1")
                .path("totalCount")
                .asLong();
        if (stored != DEVICES) {
            throw new IOException("%d of %d devices were stored".formatted(stored, DEVICES));
        }
        return result;
    }
}
