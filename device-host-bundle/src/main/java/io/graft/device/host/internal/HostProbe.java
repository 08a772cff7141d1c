package io.graft.device.host.internal;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Measures the machine, with the JDK and what Linux tells in files. Used by one thread. */
final class HostProbe {

    private final List<Probe> probes;

    private HostProbe(List<Probe> probes) {
        this.probes = List.copyOf(probes);
    }

    /**
     * Measures a machine.
     *
     * @param proc where {@code /proc} is; without a file {@code stat} there, the JDK is asked instead
     * @param sys where {@code /sys} is
     * @param data a folder in the file system that is measured
     */
    static HostProbe of(Path proc, Path sys, Path data) {
        TextFiles files = new TextFiles(proc);
        Probe disk = sample -> disk(sample, data);
        if (!Files.isReadable(proc.resolve("stat"))) {
            return new HostProbe(List.of(new JdkProbe(), disk, HostProbe::heap));
        }
        return new HostProbe(List.of(
                new ProcProbe(files),
                new NetworkProbe(files, System::nanoTime),
                new Thermometer(new TextFiles(sys)),
                disk,
                HostProbe::heap));
    }

    /** What can be measured now. Rates and loads come with the second sample. */
    Sample sample() {
        Sample sample = new Sample();
        probes.forEach(probe -> probe.measure(sample));
        return sample;
    }

    private static void disk(Sample sample, Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            long total = store.getTotalSpace();
            long free = store.getUsableSpace();
            sample.put(HostResource.DISK_TOTAL, total);
            sample.put(HostResource.DISK_FREE, free);
            sample.putPercent(HostResource.DISK_USED, total - free, total);
        } catch (IOException e) {
            // A folder that is gone has no disk to measure: the readings are left out of the event.
        }
    }

    private static void heap(Sample sample) {
        Runtime runtime = Runtime.getRuntime();
        sample.put(HostResource.HEAP_USED, runtime.totalMemory() - runtime.freeMemory());
        sample.put(HostResource.HEAP_MAX, runtime.maxMemory());
    }
}
