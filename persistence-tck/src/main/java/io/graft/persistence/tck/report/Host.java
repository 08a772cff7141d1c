package io.graft.persistence.tck.report;

import java.util.Objects;

/**
 * Where it was checked, without names of machines, users or folders.
 *
 * @param java the Java virtual machine
 * @param os the operating system
 * @param processors how many the virtual machine may use
 * @param heapMebibytes the largest heap of the virtual machine
 */
public record Host(String java, String os, int processors, long heapMebibytes) {

    public Host {
        Objects.requireNonNull(java, "java");
        Objects.requireNonNull(os, "os");
    }

    /** This virtual machine. */
    public static Host current() {
        return new Host(
                System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20);
    }
}
