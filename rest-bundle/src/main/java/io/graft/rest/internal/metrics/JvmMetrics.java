package io.graft.rest.internal.metrics;

import io.graft.api.metrics.Metrics;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gauges of the virtual machine and its process. */
final class JvmMetrics {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern RESIDENT = Pattern.compile("^VmRSS:\\s+(\\d+) kB", Pattern.MULTILINE);

    private JvmMetrics() {}

    static void register(Metrics metrics) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        gauge(metrics, "graft_jvm_heap_used_bytes", "Heap in use.", () -> memory.getHeapMemoryUsage()
                .getUsed());
        gauge(
                metrics,
                "graft_jvm_heap_committed_bytes",
                "Heap taken from the system.",
                () -> memory.getHeapMemoryUsage().getCommitted());
        gauge(metrics, "graft_jvm_heap_max_bytes", "Largest heap allowed.", () -> memory.getHeapMemoryUsage()
                .getMax());
        gauge(
                metrics,
                "graft_jvm_nonheap_used_bytes",
                "Memory of classes and compiled code.",
                () -> memory.getNonHeapMemoryUsage().getUsed());
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            gauge(
                    metrics,
                    "graft_jvm_buffer_bytes",
                    "Memory of buffers outside the heap.",
                    pool::getMemoryUsed,
                    "pool",
                    pool.getName());
        }
        gauge(metrics, "graft_jvm_threads", "Live threads.", () -> ManagementFactory.getThreadMXBean()
                .getThreadCount());
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            String name = collector.getName();
            gauge(
                    metrics,
                    "graft_jvm_gc_collections",
                    "Garbage collections since the start.",
                    collector::getCollectionCount,
                    "gc",
                    name);
            gauge(
                    metrics,
                    "graft_jvm_gc_seconds",
                    "Time spent on garbage collection since the start.",
                    () -> collector.getCollectionTime() / 1e3,
                    "gc",
                    name);
        }
        gauge(
                metrics,
                "graft_uptime_seconds",
                "Time since the start.",
                () -> ManagementFactory.getRuntimeMXBean().getUptime() / 1e3);
        gauge(
                metrics,
                "process_start_time_seconds",
                "When the process started, in seconds since 1970.",
                () -> ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
        if (Files.isReadable(STATUS)) {
            gauge(metrics, "process_resident_memory_bytes", "Memory of the process.", JvmMetrics::resident);
        }
    }

    private static double resident() {
        try {
            // It is a few hundred bytes that the kernel makes up; there is no file to wait for.
            Matcher line = RESIDENT.matcher(Files.readString(STATUS, StandardCharsets.ISO_8859_1));
            return line.find() ? Long.parseLong(line.group(1)) * 1024.0 : Double.NaN;
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /** These live as long as the registry: nobody takes them back. */
    private static void gauge(Metrics metrics, String name, String help, DoubleSupplier value, String... labels) {
        metrics.gauge(name, help, value, labels);
    }
}
