package io.graft.benchmarks.internal.gateway;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What Linux tells about a process in {@code /proc}. */
public record ProcessView(long pid) {

    /** Linux counts processor time in hundredths of a second for every architecture that it shows to programs. */
    private static final double TICKS_PER_SECOND = 100;

    /**
     * Processor time.
     *
     * @param user seconds in programs
     * @param system seconds in the kernel on their behalf
     */
    public record CpuTime(double user, double system) {

        private CpuTime plus(CpuTime more) {
            return new CpuTime(user + more.user, system + more.system);
        }

        public CpuTime since(CpuTime earlier) {
            return new CpuTime(user - earlier.user, system - earlier.system);
        }

        public double total() {
            return user + system;
        }
    }

    /** Resident memory in MB (10^6 bytes). */
    public double residentMegabytes() throws IOException {
        for (String line : Files.readAllLines(root().resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6;
            }
        }
        throw new IOException("process " + pid + " has no resident memory");
    }

    /** Processor time by kind of thread: threads whose names differ in numbers only count together. */
    public Map<String, CpuTime> cpuByThread() throws IOException {
        Map<String, CpuTime> times = new TreeMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(root().resolve("task"))) {
            for (Path task : tasks) {
                try {
                    String stat = Files.readString(task.resolve("stat"));
                    int end = stat.lastIndexOf(')');
                    String name = stat.substring(stat.indexOf('(') + 1, end).replaceAll("[-#\\d]+", "*");
                    String[] fields = stat.substring(end + 2).split(" ");
                    CpuTime time = new CpuTime(
                            Long.parseLong(fields[11]) / TICKS_PER_SECOND,
                            Long.parseLong(fields[12]) / TICKS_PER_SECOND);
                    times.merge(name, time, CpuTime::plus);
                } catch (NoSuchFileException e) {
                    // the thread has ended since it was listed
                }
            }
        }
        return times;
    }

    private Path root() {
        return Path.of("/proc", Long.toString(pid));
    }
}
