package io.graft.shell.internal;

import io.graft.persistence.binding.MigrationException;
import io.graft.persistence.binding.MigrationException.Reason;
import io.graft.persistence.binding.MigrationRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time as people write it: {@code 90s}, {@code 30m}, {@code 24h}, {@code 7d}, {@code 0}. */
final class WindowText {

    private static final Pattern FORM = Pattern.compile("(\\d{1,6})([smhd]?)");

    private WindowText() {}

    /** @param text null for what is usual */
    static Duration parse(String text) {
        if (text == null) {
            return MigrationRequest.DEFAULT_ROLLBACK_WINDOW;
        }
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches() || (form.group(2).isEmpty() && Long.parseLong(form.group(1)) != 0)) {
            throw new MigrationException(
                    Reason.INVALID, "the window '" + text + "' is no time; write e.g. 30m, 24h, 7d, or 0 for none");
        }
        long number = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofSeconds(number);
        };
    }
}
