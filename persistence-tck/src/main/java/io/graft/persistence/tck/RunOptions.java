package io.graft.persistence.tck;

import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * How a run is made.
 *
 * @param effort how much it does
 * @param seed what all randomness comes from: the same seed does the same again, check by check
 * @param only which checks run, as a pattern of whole ids
 */
public record RunOptions(Effort effort, long seed, Pattern only) {

    private static final Pattern EVERY = Pattern.compile(".*");

    public RunOptions {
        Objects.requireNonNull(effort, "effort");
        Objects.requireNonNull(only, "only");
    }

    /** All checks, with a seed drawn at random. */
    public static RunOptions of(Effort effort) {
        return new RunOptions(effort, new Random().nextInt(Integer.MAX_VALUE), EVERY);
    }

    /**
     * As the system properties say: {@code graft.tck.effort} ({@code quick} or {@code thorough}),
     * {@code graft.tck.seed} (a number) and {@code graft.tck.check} (an id, with {@code *} for any text).
     *
     * @throws IllegalArgumentException if one of them has a value that it can't have
     */
    public static RunOptions ofSystemProperties() {
        RunOptions usual = of(
                Effort.valueOf(System.getProperty("graft.tck.effort", "quick").toUpperCase(Locale.ROOT)));
        String ids = System.getProperty("graft.tck.check", "*");
        return new RunOptions(
                usual.effort(), Long.getLong("graft.tck.seed", usual.seed()), Pattern.compile(pattern(ids)));
    }

    private static String pattern(String ids) {
        return Pattern.quote(ids).replace("*", "\\E.*\\Q");
    }

    /** Whether a check runs. */
    public boolean selects(Check check) {
        return only.matcher(check.id()).matches();
    }
}
