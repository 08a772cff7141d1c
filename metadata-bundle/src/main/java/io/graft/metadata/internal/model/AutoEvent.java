package io.graft.metadata.internal.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** A reading that the device service takes by itself. */
public record AutoEvent(
        String interval, boolean onChange, BigDecimal onChangeThreshold, String sourceName, Retention retention) {

    static final AutoEvent NONE = new AutoEvent("", false, null, "", null);

    private static final Duration SHORTEST = Duration.ofMillis(1);

    public AutoEvent {
        interval = Values.text(interval);
        onChangeThreshold = Values.or(onChangeThreshold, BigDecimal.ZERO);
        sourceName = Values.text(sourceName);
        retention = Values.or(retention, Retention.NONE);
    }

    static void validate(List<AutoEvent> autoEvents, Problems problems) {
        for (int i = 0; autoEvents != null && i < autoEvents.size(); i++) {
            autoEvents.get(i).validate(problems.in("AutoEvents", i));
        }
    }

    private void validate(Problems problems) {
        if (interval.isEmpty()) {
            problems.required("Interval", interval);
        } else {
            problems.duration("Interval", interval, SHORTEST, "1ms");
        }
        if (onChangeThreshold.signum() < 0) {
            problems.failed("OnChangeThreshold", "gte");
        }
        problems.float64("OnChangeThreshold", onChangeThreshold);
        problems.required("SourceName", sourceName);
        retention.validate(problems.in("Retention"));
    }
}
