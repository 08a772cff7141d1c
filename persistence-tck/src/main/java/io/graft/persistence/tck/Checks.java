package io.graft.persistence.tck;

import io.graft.persistence.tck.checks.AggregateChecks;
import io.graft.persistence.tck.checks.AppendChecks;
import io.graft.persistence.tck.checks.CloseChecks;
import io.graft.persistence.tck.checks.CollectionChecks;
import io.graft.persistence.tck.checks.ConnectChecks;
import io.graft.persistence.tck.checks.DeleteChecks;
import io.graft.persistence.tck.checks.DocumentChecks;
import io.graft.persistence.tck.checks.DocumentConcurrencyChecks;
import io.graft.persistence.tck.checks.EventConcurrencyChecks;
import io.graft.persistence.tck.checks.FaultChecks;
import io.graft.persistence.tck.checks.FilterChecks;
import io.graft.persistence.tck.checks.KillChecks;
import io.graft.persistence.tck.checks.OrderChecks;
import io.graft.persistence.tck.checks.PageChecks;
import io.graft.persistence.tck.checks.QueryChecks;
import io.graft.persistence.tck.checks.RandomChecks;
import io.graft.persistence.tck.checks.SizeChecks;
import io.graft.persistence.tck.checks.SpaceChecks;
import io.graft.persistence.tck.checks.TextChecks;
import io.graft.persistence.tck.checks.ValueChecks;
import io.graft.persistence.tck.hygiene.BundleChecks;
import io.graft.persistence.tck.hygiene.ManifestChecks;
import java.util.List;
import java.util.stream.Stream;

/** The catalogue. */
public final class Checks {

    private Checks() {}

    /** Every check of the contract, in the order in which they are run: simple ones first. */
    public static List<Check> all() {
        return Stream.of(
                        AppendChecks.all(),
                        OrderChecks.all(),
                        PageChecks.all(),
                        FilterChecks.all(),
                        ValueChecks.all(),
                        TextChecks.all(),
                        DeleteChecks.all(),
                        AggregateChecks.all(),
                        SizeChecks.all(),
                        DocumentChecks.all(),
                        CollectionChecks.all(),
                        QueryChecks.all(),
                        SpaceChecks.all(),
                        EventConcurrencyChecks.all(),
                        DocumentConcurrencyChecks.all(),
                        RandomChecks.all(),
                        CloseChecks.all(),
                        ConnectChecks.all(),
                        FaultChecks.all(),
                        KillChecks.all(),
                        ManifestChecks.all(),
                        BundleChecks.all())
                .flatMap(List::stream)
                .toList();
    }
}
