package io.graft.device.host.internal;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The temperature of the processor where a sensor is known to be its, otherwise of the first sensor that works. Many
 * virtual machines have none; sensors are looked for at the first measurement and when the one in use is lost.
 */
final class Thermometer implements Probe {

    private static final List<String> PROCESSOR =
            List.of("x86_pkg_temp", "coretemp", "k10temp", "zenpower", "cpu", "soc");
    private static final int LOOK_AGAIN_AFTER = 60;

    private final TextFiles sys;
    private Optional<String> sensor = Optional.empty();
    private int untilLook;

    private record Sensor(String type, String file) {

        boolean processors() {
            String lower = type.toLowerCase(Locale.ROOT);
            return PROCESSOR.stream().anyMatch(lower::contains);
        }
    }

    /** @param sys the files of {@code /sys} */
    Thermometer(TextFiles sys) {
        this.sys = sys;
    }

    @Override
    public void measure(Sample sample) {
        if (sensor.isEmpty() && --untilLook < 0) {
            sensor = look();
            untilLook = LOOK_AGAIN_AFTER;
        }
        sensor.ifPresent(file -> {
            double celsius = celsius(file);
            sample.put(HostResource.TEMPERATURE, celsius);
            if (Double.isNaN(celsius)) {
                sensor = Optional.empty();
            }
        });
    }

    private Optional<String> look() {
        List<Sensor> working = new ArrayList<>();
        for (String zone : folders("class/thermal", "thermal_zone*")) {
            working.add(new Sensor(sys.firstLine(zone + "/type"), zone + "/temp"));
        }
        for (String chip : folders("class/hwmon", "hwmon*")) {
            working.add(new Sensor(sys.firstLine(chip + "/name"), chip + "/temp1_input"));
        }
        working.removeIf(each -> Double.isNaN(celsius(each.file())));
        return working.stream()
                .filter(Sensor::processors)
                .findFirst()
                .or(() -> working.stream().findFirst())
                .map(Sensor::file);
    }

    /** NaN for what no machine that still runs has. */
    private double celsius(String file) {
        double celsius = TextFiles.decimal(sys.firstLine(file)) / 1000;
        return celsius > -60 && celsius < 200 && celsius != 0 ? celsius : Double.NaN;
    }

    private List<String> folders(String in, String pattern) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(sys.root().resolve(in), pattern)) {
            found.forEach(each -> names.add(in + "/" + each.getFileName()));
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        Collections.sort(names);
        return names;
    }
}
