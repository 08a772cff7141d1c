package io.graft.device.host.internal;

import static io.graft.device.host.internal.TextFiles.decimal;
import static io.graft.device.host.internal.TextFiles.number;
import static io.graft.device.host.internal.TextFiles.words;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Processor, memory, load and uptime as Linux counts them. Loads are those since the measurement before. */
final class ProcProbe implements Probe {

    private static final int CPU_FIELDS = 8;
    private static final int IDLE = 3;
    private static final int IOWAIT = 4;
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private final TextFiles proc;
    private long total = -1;
    private long idle = -1;
    private long process = -1;

    /** @param proc the files of {@code /proc} */
    ProcProbe(TextFiles proc) {
        this.proc = proc;
    }

    @Override
    public void measure(Sample sample) {
        cpu(sample);
        memory(sample);
        load(sample);
        sample.put(HostResource.UPTIME, decimal(words(proc.firstLine("uptime"))[0]));
    }

    private void cpu(Sample sample) {
        String[] cpu = words(proc.firstLine("stat"));
        if (!cpu[0].equals("cpu") || cpu.length <= 1 + IOWAIT) {
            return;
        }
        long newTotal = 0;
        for (int i = 1; i <= CPU_FIELDS && i < cpu.length; i++) {
            newTotal += Math.max(0, number(cpu[i]));
        }
        long newIdle = Math.max(0, number(cpu[1 + IDLE])) + Math.max(0, number(cpu[1 + IOWAIT]));
        long newProcess = processTime();
        long passed = newTotal - total;
        if (total >= 0 && passed > 0) {
            sample.putPercent(HostResource.CPU_LOAD, passed - (newIdle - idle), passed);
            if (process >= 0 && newProcess >= process) {
                sample.putPercent(HostResource.PROCESS_CPU_LOAD, newProcess - process, passed);
            }
        }
        total = newTotal;
        idle = newIdle;
        process = newProcess;
    }

    /** In the same unit as the processors' times. The program's name, in brackets, may hold anything. */
    private long processTime() {
        String stat = proc.firstLine("self/stat");
        String[] fields = words(stat.substring(stat.lastIndexOf(')') + 1));
        long user = number(fields, USER_TIME);
        long system = number(fields, SYSTEM_TIME);
        return user < 0 || system < 0 ? -1 : user + system;
    }

    private void memory(Sample sample) {
        Map<String, Long> bytes = meminfo(proc.lines("meminfo"));
        long all = bytes.getOrDefault("MemTotal", -1L);
        long available = available(bytes);
        sample.put(HostResource.MEMORY_TOTAL, all);
        sample.put(HostResource.MEMORY_AVAILABLE, available);
        if (available >= 0) {
            sample.putPercent(HostResource.MEMORY_USED, all - available, all);
        }
        sample.put(HostResource.SWAP_TOTAL, bytes.getOrDefault("SwapTotal", -1L));
        sample.put(HostResource.SWAP_FREE, bytes.getOrDefault("SwapFree", -1L));
    }

    /** Kernels before 3.14 do not say. */
    private static long available(Map<String, Long> bytes) {
        Long said = bytes.get("MemAvailable");
        if (said != null || !bytes.containsKey("MemFree")) {
            return said == null ? -1 : said;
        }
        return bytes.get("MemFree") + bytes.getOrDefault("Buffers", 0L) + bytes.getOrDefault("Cached", 0L);
    }

    private static Map<String, Long> meminfo(List<String> lines) {
        Map<String, Long> bytes = new HashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            String[] value = words(line.substring(colon + 1));
            long number = number(value[0]);
            if (colon > 0 && number >= 0) {
                bytes.put(line.substring(0, colon), value.length > 1 && value[1].equals("kB") ? number << 10 : number);
            }
        }
        return bytes;
    }

    private void load(Sample sample) {
        String[] load = words(proc.firstLine("loadavg"));
        if (load.length >= 3) {
            sample.put(HostResource.LOAD_AVERAGE_1, decimal(load[0]));
            sample.put(HostResource.LOAD_AVERAGE_5, decimal(load[1]));
            sample.put(HostResource.LOAD_AVERAGE_15, decimal(load[2]));
        }
    }
}
