package io.graft.certification.internal;

import io.graft.api.persistence.EventFilter;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.ContractViolation;
import io.graft.persistence.tck.Need;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Few checks, and quick ones. */
final class TestChecks {

    static final Check PASSES = Check.of("events.passes", "This passes", "The rule", context -> context.events()
            .countEvents(EventFilter.ALL));
    static final Check LEAVES_OPEN =
            Check.of("events.leaves-open", "This leaves a space open", "The rule", context -> context.provider()
                    .spaces()
                    .open()
                    .events());
    static final Check FAILS = Check.of("events.fails", "This fails", "The rule", context -> {
        throw new ContractViolation("<b>expected</b> 1, found 2");
    });
    static final Check NEEDS_SERVER = Check.of("server.needs", "This needs a server", "The rule", context -> {})
            .needing(Need.KILL);

    private TestChecks() {}

    /** Passes once it may. */
    static Check waits(CountDownLatch mayEnd) {
        return Check.of("events.waits", "This waits", "The rule", context -> {
            context.events();
            mayEnd.await();
        });
    }

    static List<Check> good() {
        return List.of(PASSES, LEAVES_OPEN, NEEDS_SERVER);
    }
}
