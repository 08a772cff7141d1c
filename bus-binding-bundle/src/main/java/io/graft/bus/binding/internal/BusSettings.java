package io.graft.bus.binding.internal;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What is configured besides the target.
 *
 * @param base64 whether payloads are written in base64, as EdgeX 3 does
 * @param drain how long a provider that is left is given to end what is open on it
 * @param telemetry how often telemetry is published; zero for never
 */
record BusSettings(boolean base64, Duration drain, Duration telemetry) {

    static final BusSettings DEFAULTS = new BusSettings(false, Duration.ofSeconds(4), Duration.ofSeconds(30));

    static final String PREFIX = "prefix";
    static final String ESCAPE = "names.escape";

    /** The framework gives a reference five seconds to be let go. */
    private static final int MAX_DRAIN = 4;

    private static final int MAX_TELEMETRY = 86_400;

    /**
     * The settings of a configuration.
     *
     * @param before those in force, kept where a value makes no sense
     * @param warnings takes a sentence for each such value
     */
    static BusSettings read(Map<String, ?> properties, BusSettings before, Consumer<String> warnings) {
        Reader reader = new Reader(properties, warnings);
        return new BusSettings(
                reader.flag("payload.base64", before.base64),
                reader.seconds("drain.timeout.seconds", DEFAULTS.drain, before.drain, MAX_DRAIN),
                reader.seconds("telemetry.interval.seconds", DEFAULTS.telemetry, before.telemetry, MAX_TELEMETRY));
    }

    static String text(Map<String, ?> properties, String name) {
        Object value = properties.get(name);
        if (value instanceof Object[] values && values.length == 1) {
            value = values[0];
        }
        return value == null ? "" : value.toString().strip();
    }

    /** Whether names are escaped; false where it makes no sense. */
    static boolean escape(Map<String, ?> properties, Consumer<String> warnings) {
        return new Reader(properties, warnings).flag(ESCAPE, false);
    }

    private record Reader(Map<String, ?> properties, Consumer<String> warnings) {

        Duration seconds(String name, Duration absent, Duration before, int max) {
            String text = text(properties, name);
            if (text.isEmpty()) {
                return absent;
            }
            try {
                long value = Long.parseLong(text);
                if (value >= 0 && value <= max) {
                    return Duration.ofSeconds(value);
                }
            } catch (NumberFormatException e) {
                return keep(name, text, "an integer from 0 to " + max, before.toSeconds(), before);
            }
            return keep(name, text, "an integer from 0 to " + max, before.toSeconds(), before);
        }

        boolean flag(String name, boolean before) {
            String text = text(properties, name).toLowerCase(Locale.ROOT);
            return switch (text) {
                case "true" -> true;
                case "false", "" -> false;
                default -> keep(name, text, "true or false", before, before);
            };
        }

        private <T> T keep(String name, String text, String expected, Object shown, T before) {
            warnings.accept(name + " is '" + text + "', not " + expected + "; it stays " + shown);
            return before;
        }
    }
}
