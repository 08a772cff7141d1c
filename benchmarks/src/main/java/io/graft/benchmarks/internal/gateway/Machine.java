package io.graft.benchmarks.internal.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the figures come from.
 *
 * @param processors how many processors the gateway and the load share
 * @param processor its name
 * @param memoryMegabytes of the machine, in 10^6 bytes
 * @param system name and version of the operating system
 * @param java the JDK of the load generator, which is the gateway's too unless JAVA_HOME differs
 * @param fileSystem type of the file system that holds the gateway's home
 */
public record Machine(
        int processors, String processor, long memoryMegabytes, String system, String java, String fileSystem) {

    public static Machine of(Path folder) throws IOException {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                field("/proc/cpuinfo", "model name"),
                Long.parseLong("0" + field("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) * 1024 / 1_000_000,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                Files.getFileStore(folder).type());
    }

    @Override
    public String toString() {
        return "%d processors (%s), %d MB, %s, %s, %s"
                .formatted(processors, processor, memoryMegabytes, system, java, fileSystem);
    }

    private static String field(String file, String name) throws IOException {
        Path path = Path.of(file);
        if (!Files.isReadable(path)) {
            return "";
        }
        return Files.readAllLines(path).stream()
                .filter(line -> line.startsWith(name) && line.contains(":"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("");
    }
}
