package io.graft.device.host.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostProbeTest {

    @TempDir
    private Path root;

    @Test
    void loadsAreThoseSinceTheSampleBefore() throws IOException {
        ProcProbe probe = new ProcProbe(new TextFiles(root));
        write("stat", "cpu  100 0 100 700 100 0 0 0 0 0\ncpu0 1 2 3 4\n");
        write("self/stat", process(50, 10));
        assertThat(measure(probe)).doesNotContainKey(HostResource.CPU_LOAD);
        write("stat", "cpu  150 0 150 850 150 0 0 0 99 99\n");
        write("self/stat", process(70, 20));
        assertThat(measure(probe))
                .containsEntry(HostResource.CPU_LOAD, "33.33")
                .containsEntry(HostResource.PROCESS_CPU_LOAD, "10");
    }

    @Test
    void aProcessorCountThatGoesBackGivesNoLoadOnceAndThenOneAgain() throws IOException {
        ProcProbe probe = new ProcProbe(new TextFiles(root));
        write("stat", "cpu 100 0 100 800 0 0 0 0\n");
        measure(probe);
        write("stat", "cpu 1 0 1 8 0 0 0 0\n");
        assertThat(measure(probe)).doesNotContainKey(HostResource.CPU_LOAD);
        write("stat", "cpu 2 0 1 17 0 0 0 0\n");
        assertThat(measure(probe)).containsEntry(HostResource.CPU_LOAD, "10");
    }

    @Test
    void memoryLoadAndUptimeAreRead() throws IOException {
        write("meminfo", "MemTotal: 1000 kB\nMemFree: 100 kB\nMemAvailable: 250 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n");
        write("loadavg", "0.50 1.25 2.00 3/456 789\n");
        write("uptime", "12345.67 23456.78\n");
        assertThat(measure(new ProcProbe(new TextFiles(root))))
                .isEqualTo(Map.of(
                        HostResource.MEMORY_TOTAL, "1024000",
                        HostResource.MEMORY_AVAILABLE, "256000",
                        HostResource.MEMORY_USED, "75",
                        HostResource.SWAP_TOTAL, "0",
                        HostResource.SWAP_FREE, "0",
                        HostResource.LOAD_AVERAGE_1, "0.5",
                        HostResource.LOAD_AVERAGE_5, "1.25",
                        HostResource.LOAD_AVERAGE_15, "2",
                        HostResource.UPTIME, "12345.67"));
    }

    @Test
    void anOldKernelsAvailableMemoryIsAddedUp() throws IOException {
        write("meminfo", "MemTotal: 1000 kB\nMemFree: 100 kB\nBuffers: 50 kB\nCached: 350 kB\n");
        assertThat(measure(new ProcProbe(new TextFiles(root))))
                .containsEntry(HostResource.MEMORY_AVAILABLE, "512000")
                .containsEntry(HostResource.MEMORY_USED, "50");
    }

    @Test
    void networkIsTheSumOfAllInterfacesButLoopback() throws IOException {
        AtomicLong nanos = new AtomicLong();
        NetworkProbe probe = new NetworkProbe(new TextFiles(root), nanos::get);
        network(
                "lo: 9 9 0 0 0 0 0 0 9 9 0 0 0 0 0 0",
                "eth0:1000 10 0 0 0 0 0 0 2000 20 0",
                "wlan0: 1 2 0 0 0 0 0 0 3 4");
        assertThat(measure(probe))
                .containsEntry(HostResource.NETWORK_RECEIVED, "1001")
                .containsEntry(HostResource.NETWORK_SENT, "2003")
                .containsEntry(HostResource.NETWORK_PACKETS_RECEIVED, "12")
                .containsEntry(HostResource.NETWORK_PACKETS_SENT, "24")
                .hasSize(4);
        nanos.set(2_000_000_000L);
        network("lo: 99 9 0 0 0 0 0 0 99 9", "eth0: 1500 20 0 0 0 0 0 0 2100 24", "wlan0: 1 2 0 0 0 0 0 0 3 4");
        assertThat(measure(probe))
                .containsEntry(HostResource.NETWORK_RECEIVE_RATE, "250")
                .containsEntry(HostResource.NETWORK_SEND_RATE, "50")
                .containsEntry(HostResource.NETWORK_PACKET_RECEIVE_RATE, "5")
                .containsEntry(HostResource.NETWORK_PACKET_SEND_RATE, "2");
    }

    @Test
    void loopbackCountsWhereThereIsNothingElse() throws IOException {
        network("lo: 7 1 0 0 0 0 0 0 8 2");
        assertThat(measure(new NetworkProbe(new TextFiles(root), () -> 0)))
                .containsEntry(HostResource.NETWORK_RECEIVED, "7")
                .containsEntry(HostResource.NETWORK_SENT, "8");
    }

    @Test
    void aCounterThatWrapsRoundGivesNoRateOnceAndThenOneAgain() throws IOException {
        AtomicLong nanos = new AtomicLong();
        NetworkProbe probe = new NetworkProbe(new TextFiles(root), nanos::get);
        network("eth0: 4294967290 1 0 0 0 0 0 0 1 1");
        measure(probe);
        nanos.addAndGet(1_000_000_000L);
        network("eth0: 10 1 0 0 0 0 0 0 1 1");
        assertThat(measure(probe))
                .containsEntry(HostResource.NETWORK_RECEIVED, "10")
                .doesNotContainKey(HostResource.NETWORK_RECEIVE_RATE);
        nanos.addAndGet(1_000_000_000L);
        network("eth0: 30 1 0 0 0 0 0 0 1 1");
        assertThat(measure(probe)).containsEntry(HostResource.NETWORK_RECEIVE_RATE, "20");
    }

    @Test
    void anInterfaceThatComesOrGoesDoesNotCountAsTraffic() throws IOException {
        AtomicLong nanos = new AtomicLong();
        NetworkProbe probe = new NetworkProbe(new TextFiles(root), nanos::get);
        network("eth0: 100 1 0 0 0 0 0 0 1 1", "usb0: 100 1 0 0 0 0 0 0 1 1");
        measure(probe);
        nanos.addAndGet(1_000_000_000L);
        network("eth0: 110 1 0 0 0 0 0 0 1 1", "wlan0: 99999 1 0 0 0 0 0 0 1 1");
        assertThat(measure(probe)).containsEntry(HostResource.NETWORK_RECEIVE_RATE, "10");
    }

    @Test
    void theProcessorsSensorIsPreferred() throws IOException {
        write("class/thermal/thermal_zone0/type", "acpitz\n");
        write("class/thermal/thermal_zone0/temp", "27800\n");
        write("class/thermal/thermal_zone1/type", "x86_pkg_temp\n");
        write("class/thermal/thermal_zone1/temp", "51500\n");
        write("class/hwmon/hwmon0/name", "nvme\n");
        write("class/hwmon/hwmon0/temp1_input", "33000\n");
        Thermometer thermometer = new Thermometer(new TextFiles(root));
        assertThat(measure(thermometer)).containsEntry(HostResource.TEMPERATURE, "51.5");
        write("class/thermal/thermal_zone1/temp", "-273000\n");
        assertThat(measure(thermometer)).isEmpty();
    }

    @Test
    void anyWorkingSensorIsTakenAndABrokenOneIsNot() throws IOException {
        write("class/thermal/thermal_zone0/type", "cpu-thermal\n");
        write("class/thermal/thermal_zone0/temp", "0\n");
        write("class/hwmon/hwmon1/name", "acpitz\n");
        write("class/hwmon/hwmon1/temp1_input", "40000");
        assertThat(measure(new Thermometer(new TextFiles(root)))).containsEntry(HostResource.TEMPERATURE, "40");
    }

    @Test
    void withoutFilesNothingIsMeasuredAndNothingFails() {
        assertThat(measure(new ProcProbe(new TextFiles(root)))).isEmpty();
        assertThat(measure(new NetworkProbe(new TextFiles(root), System::nanoTime)))
                .isEmpty();
        assertThat(measure(new Thermometer(new TextFiles(root)))).isEmpty();
    }

    @Test
    void whateverTheFilesHoldNothingFails() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] words = {
            "cpu",
            "cpu0",
            ":",
            "eth0:",
            "lo:",
            "MemTotal:",
            "kB",
            "1",
            "-1",
            "NaN",
            "1e400",
            "(",
            ")",
            "\n",
            "99999999999999999999",
            "18446744073709551615",
            "\u0000",
            "MemAvailable:",
            "",
            "0.5"
        };
        String[] files = {
            "stat",
            "self/stat",
            "meminfo",
            "loadavg",
            "uptime",
            "net/dev",
            "class/thermal/thermal_zone0/temp",
            "class/hwmon/hwmon0/name"
        };
        HostProbe probe = null;
        for (int round = 0; round < 100; round++) {
            for (String file : files) {
                StringBuilder text = new StringBuilder();
                for (int i = random.nextInt(30); i > 0; i--) {
                    text.append(words[random.nextInt(words.length)]).append(random.nextInt(4) == 0 ? "\n" : " ");
                }
                write(file, text.toString());
            }
            HostProbe now = probe == null ? HostProbe.of(root, root, root) : probe;
            probe = now;
            assertThatCode(() -> now.sample().values().values().forEach(Double::parseDouble))
                    .as("seed %d, round %d", seed, round)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void withoutProcTheJdkIsAsked() {
        assertThat(HostProbe.of(root, root, root).sample().values())
                .containsKeys(
                        HostResource.MEMORY_TOTAL,
                        HostResource.MEMORY_AVAILABLE,
                        HostResource.DISK_TOTAL,
                        HostResource.DISK_FREE,
                        HostResource.HEAP_USED);
    }

    private static Map<HostResource, String> measure(Probe probe) {
        Sample sample = new Sample();
        probe.measure(sample);
        return sample.values();
    }

    private void network(String... interfaces) throws IOException {
        write(
                "net/dev",
                "Inter-|   Receive  |  Transmit\n face |bytes packets |bytes\n" + String.join("\n", interfaces));
    }

    private static String process(long user, long system) {
        return "42 (odd ) name (x) S 1 2 3 4 5 6 7 8 9 10 " + user + " " + system + " 0 0\n";
    }

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
