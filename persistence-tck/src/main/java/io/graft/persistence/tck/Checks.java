package io.graft.persistence.tck;

import io.graft.persistence.tck.checks.AppendChecks;
import java.util.List;
import java.util.stream.Stream;

/** The catalogue. */
public final class Checks {

    private Checks() {}

    /** Every check of the contract, in the order in which they are run. */
    public static List<Check> all() {
        return Stream.of(AppendChecks.all()).flatMap(List::stream).toList();
    }
}
