package io.graft.benchmarks.internal.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.benchmarks.internal.Main;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ScenariosTest {

    @Test
    void everyScenarioRunsOnAGatewayThatIsThereAlready(@TempDir Path out) throws Exception {
        try (StubGateway gateway = new StubGateway()) {
            int status = run(gateway, out, "--events", "20000", "--seconds", "1", "--warm-up", "1");

            String table = Files.readString(out.resolve("results.md"));
            assertThat(table)
                    .contains("POST, 32 connections", "newest 20", "page at offset", "event by id", "1,000 devices")
                    .contains("2,000 events: gone for callers")
                    .doesNotContain("errors", "could not be measured");
            assertThat(status).isZero();
            assertThat(gateway.eventsById()).isNotEmpty();
        }
    }

    @Test
    void aScenarioThatFailsIsReportedAndTheOthersStillRun(@TempDir Path out) throws Exception {
        try (StubGateway gateway = new StubGateway()) {
            gateway.forgetDevices();
            int status = run(
                    gateway, out, "--events", "5000", "--seconds", "1", "--warm-up", "1", "--only", "devices,newest");

            assertThat(Files.readString(out.resolve("results.md")))
                    .contains("devices could not be measured: ", "0 of 1000 devices were stored")
                    .contains("newest 20");
            assertThat(status).isEqualTo(1);
        }
    }

    private static int run(StubGateway gateway, Path out, String... more) throws Exception {
        String url = "http://127.0.0.1:" + gateway.address().getPort();
        List<String> arguments = new ArrayList<>(List.of("--url", url, "--metadata-url", url, "--out", out.toString()));
        arguments.addAll(List.of(more));
        return Main.run(out, arguments);
    }
}
