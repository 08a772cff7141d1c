package io.graft.benchmarks.internal.scenario;

import io.graft.benchmarks.internal.Bench;
import io.graft.benchmarks.internal.report.Goal;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Everything that can be measured, in the order in which it is. */
public final class Scenarios {

    private static final long DEEP_OFFSET = 400_000;
    private static final int RANGE_MARKS = 10;
    private static final String NEWEST = "/api/v3/event/all?limit=20";

    private Scenarios() {}

    public static List<Scenario> all() {
        IdleScenario idle = new IdleScenario();
        return List.of(
                new DiskScenario(),
                idle,
                new IngestScenario(),
                new SizeScenario(),
                new QueryScenario("newest", Goal.NEWEST, false, 20, bench -> () -> NEWEST, 0, 1, 5),
                new QueryScenario("newest-parallel", Goal.NEWEST_32, true, 20, bench -> () -> NEWEST, 8_000, 0, 0),
                new QueryScenario("offset", Goal.OFFSET, false, 20, Scenarios::deepPage, 0, 3, 0),
                new QueryScenario("id", Goal.BY_ID, false, 1, Scenarios::byId, 0, 0.5, 0),
                new QueryScenario("device", Goal.BY_DEVICE, false, 20, Scenarios::byDevice, 0, 0, 0),
                new QueryScenario("range", Goal.RANGE, false, 1, Scenarios::byRange, 0, 0, 0),
                new DevicesScenario(),
                new CommandsScenario(),
                new DeleteScenario(),
                new MemoryScenario(idle),
                new StartScenario(),
                new ProfileScenario());
    }

    private static Supplier<String> deepPage(Bench bench) {
        String path = NEWEST + "&offset=" + Math.min(DEEP_OFFSET, bench.stored() * 2 / 5);
        return () -> path;
    }

    private static Supplier<String> byId(Bench bench) {
        SplittableRandom random = new SplittableRandom();
        return () -> "/api/v3/event/id/"
                + bench.events().id(random.nextLong(bench.events().sent()));
    }

    private static Supplier<String> byDevice(Bench bench) {
        SplittableRandom random = new SplittableRandom();
        List<String> devices = bench.events().devices();
        return () -> "/api/v3/event/device/name/" + devices.get(random.nextInt(devices.size())) + "?limit=20";
    }

    private static Supplier<String> byRange(Bench bench) {
        SplittableRandom random = new SplittableRandom();
        List<String> devices = bench.events().devices();
        List<Long> marks = bench.events().marks();
        return () -> {
            int from = random.nextInt(marks.size() - RANGE_MARKS);
            return "/api/v3/reading/device/name/%s/start/%d/end/%d?limit=100"
                    .formatted(
                            devices.get(random.nextInt(devices.size())),
                            marks.get(from),
                            marks.get(from + RANGE_MARKS));
        };
    }
}
