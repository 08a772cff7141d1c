package io.graft.device.host.internal;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Processor, memory and load as the JDK knows them, where there is no {@code /proc}. */
final class JdkProbe implements Probe {

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName system;

    JdkProbe() {
        try {
            system = new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME);
        } catch (JMException e) {
            throw new IllegalStateException("the JDK's own name is well formed", e);
        }
    }

    @Override
    public void measure(Sample sample) {
        sample.put(HostResource.CPU_LOAD, percent(read("CpuLoad")));
        sample.put(HostResource.PROCESS_CPU_LOAD, percent(read("ProcessCpuLoad")));
        double load = read("SystemLoadAverage");
        sample.put(HostResource.LOAD_AVERAGE_1, load < 0 ? Double.NaN : load);
        long total = count(read("TotalMemorySize"));
        long free = count(read("FreeMemorySize"));
        sample.put(HostResource.MEMORY_TOTAL, total);
        sample.put(HostResource.MEMORY_AVAILABLE, free);
        if (free >= 0) {
            sample.putPercent(HostResource.MEMORY_USED, total - free, total);
        }
        sample.put(HostResource.SWAP_TOTAL, count(read("TotalSwapSpaceSize")));
        sample.put(HostResource.SWAP_FREE, count(read("FreeSwapSpaceSize")));
    }

    /** By name, since the type that has these is the JDK's own and not exported to bundles. */
    private double read(String attribute) {
        try {
            return beans.getAttribute(system, attribute) instanceof Number number ? number.doubleValue() : Double.NaN;
        } catch (JMException e) {
            return Double.NaN;
        }
    }

    private static double percent(double share) {
        return share < 0 ? Double.NaN : 100 * share;
    }

    private static long count(double number) {
        return Double.isNaN(number) ? -1 : (long) number;
    }
}
