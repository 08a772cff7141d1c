package io.graft.metadata.internal.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;

/** How long core-data keeps the events of an automatic reading. */
public record Retention(long maxCap, long minCap, String duration) {

    static final Retention NONE = new Retention(0, 0, "");

    public Retention {
        duration = Values.text(duration);
    }

    /** Whether it limits anything. */
    @JsonIgnore
    public boolean limits() {
        return !equals(NONE);
    }

    void validate(Problems problems) {
        if (!duration.isEmpty()) {
            problems.duration("Duration", duration, Duration.ZERO, "0s");
        }
    }
}
