package io.graft.benchmarks.internal.gateway;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a gateway holds on to when it has nothing to do.
 *
 * @param heapMegabytes in use after a full collection, in 10^6 bytes
 * @param classes loaded
 * @param bundleLoaders class loaders of bundles: one for each bundle that has loaded a class, and for nothing else
 * @param threads of the process
 * @param fileHandles open files, sockets included
 */
public record Footprint(double heapMegabytes, long classes, long bundleLoaders, long threads, long fileHandles) {

    private static final Pattern USED = Pattern.compile("(?:new generation|generation)\\s.*used (\\d+)K");
    private static final Pattern TOTAL = Pattern.compile("Total = (\\d+)\\s+(\\d+)");

    /** Measures it; costs the gateway two full collections. */
    public static Footprint of(OwnGateway gateway) throws IOException, InterruptedException {
        gateway.jcmd("GC.run");
        gateway.jcmd("GC.run");
        double used = 0;
        Matcher generations = USED.matcher(gateway.jcmd("GC.heap_info"));
        while (generations.find()) {
            used += Long.parseLong(generations.group(1)) * 1024 / 1e6;
        }
        String loaders = gateway.jcmd("VM.classloader_stats");
        Matcher total = TOTAL.matcher(loaders);
        if (used == 0 || !total.find()) {
            throw new IOException("jcmd says nothing of the gateway's heap and class loaders: " + loaders);
        }
        long bundles = loaders.lines()
                .filter(line -> line.contains("BundleClassLoader"))
                .count();
        Path process = Path.of("/proc", Long.toString(gateway.process().pid()));
        return new Footprint(
                used,
                Long.parseLong(total.group(2)),
                bundles,
                entries(process.resolve("task")),
                entries(process.resolve("fd")));
    }

    private static long entries(Path folder) throws IOException {
        long count = 0;
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
            for (Path ignored : found) {
                count++;
            }
        }
        return count;
    }
}
