package io.graft.benchmarks.internal.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/** What a recording of the Java Flight Recorder says about where processor time went, and what the disk took. */
public final class Profile {

    private final Map<Stage, Long> samples = new EnumMap<>(Stage.class);
    private final Map<Stage, Map<String, Long>> methods = new EnumMap<>(Stage.class);
    private long forces;
    private long forceNanos;
    private long collections;
    private long pauseNanos;

    private Profile() {}

    /** Reads a recording. */
    public static Profile of(Path recording) throws IOException {
        Profile profile = new Profile();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                profile.add(file.readEvent());
            }
        }
        return profile;
    }

    private void add(RecordedEvent event) {
        switch (event.getEventType().getName()) {
            case "jdk.ExecutionSample" -> sample(event.getStackTrace());
            case "jdk.FileForce" -> {
                forces++;
                forceNanos += event.getDuration().toNanos();
            }
            case "jdk.GarbageCollection" -> {
                collections++;
                pauseNanos += event.getDuration("sumOfPauses").toNanos();
            }
            default -> {
                // not asked for
            }
        }
    }

    private void sample(RecordedStackTrace trace) {
        if (trace == null) {
            return;
        }
        List<RecordedFrame> frames = trace.getFrames();
        Stage stage = Stage.of(frames.stream()
                .map(frame -> frame.getMethod().getType().getName())
                .toList());
        samples.merge(stage, 1L, Long::sum);
        RecordedFrame top = frames.get(0);
        String method =
                top.getMethod().getType().getName() + "." + top.getMethod().getName();
        methods.computeIfAbsent(stage, each -> new TreeMap<>()).merge(method, 1L, Long::sum);
    }

    /** Shares of the samples in Java code by stage, the largest first, in percent. */
    public Map<String, Double> shares() {
        double all = total(samples.values());
        return samples.entrySet().stream()
                .sorted(Map.Entry.<Stage, Long>comparingByValue().reversed())
                .collect(Collectors.toMap(
                        entry -> entry.getKey().title(),
                        entry -> Math.round(1000 * entry.getValue() / all) / 10.0,
                        (a, b) -> a,
                        LinkedHashMap::new));
    }

    /** The innermost methods of a stage that were met most, with their share of the stage in percent. */
    public String busiest(String stageTitle, int count) {
        return methods.entrySet().stream()
                .filter(entry -> entry.getKey().title().equals(stageTitle))
                .map(Map.Entry::getValue)
                .flatMap(each -> {
                    double all = total(each.values());
                    return each.entrySet().stream()
                            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                            .limit(count)
                            .map(entry -> "%s %.0f %%".formatted(entry.getKey(), 100 * entry.getValue() / all));
                })
                .collect(Collectors.joining(", "));
    }

    public long sampleCount() {
        return (long) total(samples.values());
    }

    /** How often a file was forced to disk. */
    public long forces() {
        return forces;
    }

    public double meanForceMillis() {
        return forces == 0 ? 0 : forceNanos / 1e6 / forces;
    }

    public long collections() {
        return collections;
    }

    /** All pauses for garbage collection together. */
    public double pauseMillis() {
        return pauseNanos / 1e6;
    }

    private static double total(Collection<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }
}
