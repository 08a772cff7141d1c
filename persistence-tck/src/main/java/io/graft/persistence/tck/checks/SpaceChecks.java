package io.graft.persistence.tck.checks;

import static io.graft.persistence.tck.checks.Documents.named;
import static io.graft.persistence.tck.checks.Samples.NOW;
import static io.graft.persistence.tck.checks.Samples.event;

import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.ScratchSpace;
import io.graft.persistence.tck.Check;
import io.graft.persistence.tck.CheckContext;
import io.graft.persistence.tck.Expect;
import io.graft.persistence.tck.Need;
import io.graft.persistence.tck.StoreContent;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Scratch spaces: apart from each other, and gone when they are closed. */
public final class SpaceChecks {

    private static final String APART =
            "ScratchSpaces.open: nothing in it can be seen through the real stores or another space.";

    private SpaceChecks() {}

    /** The checks of this group. */
    public static List<Check> all() {
        return List.of(
                Check.of(
                        "spaces.empty",
                        "A new space is empty",
                        "ScratchSpaces.open: opens an empty space.",
                        SpaceChecks::empty),
                Check.of("spaces.apart", "Two spaces see and touch nothing of each other", APART, SpaceChecks::apart),
                Check.of(
                        "spaces.one-closed",
                        "Closing or reopening a space disturbs no other",
                        APART,
                        SpaceChecks::oneClosed),
                Check.of(
                                "spaces.removed",
                                "A closed space leaves nothing in the database",
                                "ScratchSpace.close: removes what they held from the database.",
                                SpaceChecks::removed)
                        .needing(Need.CONTENT),
                Check.of(
                        "spaces.server-line",
                        "A space says in one line what it is connected to",
                        "ScratchSpace.server: what the stores are connected to, in one line for a report.",
                        SpaceChecks::serverLine));
    }

    private static void fill(ScratchSpace space, int from) {
        space.events().append(List.of(event(from, NOW), event(from + 1, NOW + 1)));
        space.documents().collection(Documents.SPEC).insert(named("1", "name"));
    }

    private static void expect(ScratchSpace space, long events, long documents) {
        Expect.equal("count of events", events, space.events().countEvents(EventFilter.ALL));
        Expect.equal("number of events", events, (long)
                Samples.all(space.events(), EventFilter.ALL).size());
        Expect.equal(
                "count of documents",
                documents,
                space.documents().collection(Documents.SPEC).count(DocumentQuery.ALL));
    }

    private static void empty(CheckContext context) {
        for (int i = 0; i < 3; i++) {
            ScratchSpace space = context.another();
            expect(space, 0, 0);
            Expect.equal("streams", List.of(), space.events().streams());
            fill(space, 0);
            space.close();
        }
    }

    private static void apart(CheckContext context) {
        ScratchSpace one = context.another();
        ScratchSpace other = context.another();
        fill(one, 0);
        expect(one, 2, 1);
        expect(other, 0, 0);
        Expect.equal(
                "event of one in the other",
                Optional.empty(),
                other.events().event(event(0, NOW).id()));
        fill(other, 0);
        Expect.equal("deletion in the other", 2L, other.events().delete(EventFilter.ALL));
        Expect.equal(
                "deletion of the other's document",
                true,
                other.documents().collection(Documents.SPEC).delete("1"));
        expect(one, 2, 1);
        expect(other, 0, 0);
    }

    private static void oneClosed(CheckContext context) {
        ScratchSpace one = context.another();
        ScratchSpace other = context.another();
        fill(one, 0);
        fill(other, 10);
        one.reopen();
        expect(other, 2, 1);
        one.close();
        expect(other, 2, 1);
        other.events().append(List.of(event(20, NOW)));
        expect(other, 3, 1);
    }

    private static void removed(CheckContext context) throws Exception {
        StoreContent content = context.provider().content().orElseThrow();
        Set<String> before = content.names();
        ScratchSpace space = context.another();
        fill(space, 0);
        Expect.that(
                !before.containsAll(content.names()),
                "what the database holds did not change when a space was filled: TestedProvider.content() looks at"
                        + " something else");
        space.close();
        Set<String> left = new HashSet<>(content.names());
        left.removeAll(before);
        Expect.equal("what the closed space left in the database", Set.of(), left);
    }

    private static void serverLine(CheckContext context) {
        String server = context.space().server();
        Expect.that(server != null && !server.isBlank(), "the space says nothing of its server");
        Expect.that(
                server.lines().count() == 1,
                "the line about the server is " + server.lines().count() + " lines");
    }
}
