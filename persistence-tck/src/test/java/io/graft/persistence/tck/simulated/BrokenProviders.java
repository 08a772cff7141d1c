package io.graft.persistence.tck.simulated;

import java.util.List;
import java.util.stream.Stream;

/** Providers that each do one thing wrong. */
public final class BrokenProviders {

    private BrokenProviders() {}

    /** All of them. */
    public static List<BrokenProvider> all() {
        return Stream.of(events(), pages(), documents(), lifeCycles())
                .flatMap(List::stream)
                .toList();
    }

    private static List<BrokenProvider> events() {
        return List.of(
                BrokenProvider.events(
                        "loses the last event of a batch",
                        BrokenEvents::losesTheLastOfABatch,
                        "events.append.every-one",
                        "events.concurrent.writers"),
                BrokenProvider.events(
                        "keeps origins as doubles",
                        BrokenValues::doublePrecisionOrigins,
                        "events.origins.neighbours",
                        "events.origins.extremes"),
                BrokenProvider.events(
                        "keeps the list that it is passed", BrokenEvents::keepsTheBatch, "events.append.keeps-nothing"),
                BrokenProvider.events(
                        "throws something else when its caller is interrupted",
                        BrokenEvents::breaksOnInterruption,
                        "events.concurrent.interrupted-callers"),
                BrokenProvider.events(
                        "deletes after delete has returned",
                        BrokenEvents::deletesLater,
                        "events.delete.visible",
                        "events.count.exact"),
                BrokenProvider.events(
                        "deletes to the end of a range exclusively",
                        BrokenEvents::deletesToTheEndExclusively,
                        "events.origins.deletion",
                        "events.delete.retention"),
                BrokenProvider.events(
                        "counts as of a change ago",
                        BrokenPages::countsStale,
                        "events.append.visible",
                        "events.count.exact"),
                BrokenProvider.events(
                        "trims names", BrokenValues::trimsText, "events.text.device-names", "events.values.spelling"),
                BrokenProvider.events(
                        "takes names in capitals for the same", BrokenValues::ignoresCase, "events.text.device-names"),
                BrokenProvider.events(
                        "takes joined names for the same",
                        BrokenValues::joinsDeviceAndSource,
                        "events.text.joined-names"),
                BrokenProvider.events(
                        "replaces half surrogates by a question mark",
                        BrokenValues::replacesHalfSurrogates,
                        "events.text.half-surrogates"),
                BrokenProvider.events("interprets free JSON", BrokenValues::interpretsJson, "events.values.json"),
                BrokenProvider.events(
                        "takes no tags for empty tags", BrokenValues::noTagsAreEmptyTags, "events.values.absent"),
                BrokenProvider.events("normalises numbers", BrokenValues::normalisesNumbers, "events.values.all-types"),
                BrokenProvider.events("cuts values at 16 MB", BrokenValues::cutsLargeValues, "events.large.binary"),
                BrokenProvider.events(
                        "overwrites an event whose id is taken",
                        BrokenEvents::theLastOneWins,
                        "events.append.other-content",
                        "events.append.duplicates-in-batch"),
                BrokenProvider.events(
                        "does not name duplicates",
                        BrokenEvents::keepsQuietAboutDuplicates,
                        "events.append.idempotent",
                        "events.concurrent.same-ids"),
                BrokenProvider.events(
                        "never forgets an id", BrokenEvents::remembersDeletedIds, "events.append.after-delete"),
                BrokenProvider.events(
                        "never forgets a stream", BrokenPages::remembersStreams, "events.streams.deleted"),
                BrokenProvider.events(
                        "sums integers as doubles", BrokenPages::sumsDoubles, "readings.aggregate.integers"),
                BrokenProvider.events(
                        "counts readings without a value",
                        BrokenPages::countsMissingValues,
                        "readings.aggregate.no-value"),
                BrokenProvider.events(
                        "takes the event's device for the reading's",
                        BrokenPages::readingsOfTheEventsDevice,
                        "readings.filter.combinations"),
                BrokenProvider.events(
                        "counts wrong in a state that is seldom",
                        BrokenPages::countsWrongAfterManyDeletions,
                        "events.random.like-the-oracle"));
    }

    private static List<BrokenProvider> pages() {
        return List.of(
                BrokenProvider.events(
                        "pages off by one",
                        BrokenPages::pagesOffByOne,
                        "events.page.offset",
                        "events.page.deep",
                        "events.page.filtered"),
                BrokenProvider.events(
                        "begins behind a cursor with the cursor's own event",
                        BrokenPages::cursorIncludesItsEvent,
                        "events.page.cursor",
                        "events.page.equal-origins"),
                BrokenProvider.events(
                        "orders equal origins by the smaller id",
                        BrokenPages::equalOriginsInOrderOfIds,
                        "events.order.equal-origins"),
                BrokenProvider.events(
                        "orders ids as signed numbers", BrokenPages::signedIdOrder, "events.order.unsigned-ids"),
                BrokenProvider.events(
                        "orders readings by their events",
                        BrokenPages::readingsInTheOrderOfTheirEvents,
                        "readings.order.own-origin"),
                BrokenProvider.events("has no total", BrokenPages::hasNoTotal, "events.page.total"),
                BrokenProvider.events(
                        "takes the number of a page's events for the total",
                        BrokenPages::totalOfThePage,
                        "events.page.total",
                        "events.page.limit-zero"),
                BrokenProvider.events(
                        "counts the total at another moment",
                        BrokenPages::totalOfAnotherMoment,
                        "events.concurrent.page-and-total"),
                BrokenProvider.events(
                        "never says that a page is truncated",
                        BrokenPages::neverTruncated,
                        "events.max-bytes.bounds",
                        "events.max-bytes.first"),
                BrokenProvider.events(
                        "knows no bound of bytes", BrokenPages::ignoresMaxBytes, "events.max-bytes.bounds"),
                BrokenProvider.events(
                        "returns no event where the first is too large",
                        BrokenPages::leavesOutTheFirst,
                        "events.max-bytes.first"));
    }

    private static List<BrokenProvider> documents() {
        return List.of(
                BrokenProvider.documents(
                        "looks whether a unique value is free before it inserts",
                        BrokenDocuments::looksBeforeItInserts,
                        "documents.concurrent.unique-insert"),
                BrokenProvider.documents(
                        "does not check revisions", BrokenDocuments::checksNoRevision, "documents.revision.conflict"),
                BrokenProvider.documents(
                        "loses one of two replacements at once",
                        BrokenDocuments::losesReplacements,
                        "documents.concurrent.revisions"),
                BrokenProvider.documents(
                        "keeps the revision that it is passed",
                        BrokenDocuments::keepsThePassedRevision,
                        "documents.revision.counts"),
                BrokenProvider.documents(
                        "interprets bodies", BrokenDocuments::interpretsBodies, "documents.body.as-given"),
                BrokenProvider.documents(
                        "trims unique values", BrokenDocuments::trimsUniqueValues, "documents.unique.taken"),
                BrokenProvider.documents(
                        "puts documents without a number first",
                        BrokenDocuments::lackingOnesComeFirst,
                        "documents.query.sorts"),
                BrokenProvider.documents(
                        "takes all-of for any-of", BrokenDocuments::allIsAny, "documents.query.conditions"),
                BrokenProvider.documents(
                        "keeps numbers as doubles",
                        BrokenDocuments::doublePrecisionNumbers,
                        "documents.query.exact-numbers"),
                BrokenProvider.documents(
                        "gives windows off by one", BrokenDocuments::windowsOffByOne, "documents.query.windows"),
                BrokenProvider.documents(
                        "finds a replaced document by its old label",
                        BrokenDocuments::keepsOldIndexEntries,
                        "documents.replace.indexes"),
                BrokenProvider.documents(
                        "takes unknown fields", BrokenDocuments::acceptsUnknownFields, "documents.fields.unknown"),
                BrokenProvider.documents(
                        "reads values one after the other",
                        BrokenDocuments::readsInTwoSteps,
                        "documents.concurrent.half-changes"));
    }

    private static List<BrokenProvider> lifeCycles() {
        return List.of(
                BrokenProvider.of(
                        "acknowledges before it is durable, and loses it at a crash",
                        BrokenLifeCycles.LosesAtCrash::new,
                        "faults.kill.events"),
                BrokenProvider.of(
                        "acknowledges before it is durable, and loses it at closing",
                        BrokenLifeCycles.LosesAtClose::new,
                        "close.reopen-keeps-events"),
                BrokenProvider.of(
                        "forgets to end a thread", BrokenLifeCycles.LeavesThread::new, "close.no-thread-left"),
                BrokenProvider.of(
                        "forgets to close a file", BrokenLifeCycles.LeavesHandle::new, "close.no-handle-left"),
                BrokenProvider.of(
                        "answers after it was closed", BrokenLifeCycles.AnswersClosed::new, "close.later-calls"),
                BrokenProvider.of(
                        "waits for the server for ever",
                        BrokenLifeCycles.WaitsForEver::new,
                        "faults.freeze.time-out",
                        "faults.freeze.close"),
                BrokenProvider.of("leaves a scratch space's data", BrokenLifeCycles.LeavesData::new, "spaces.removed"),
                BrokenProvider.of(
                        "opens all scratch spaces on the same data",
                        BrokenLifeCycles.SharesData::new,
                        "spaces.apart",
                        "spaces.empty"),
                BrokenProvider.of("tells the password", BrokenLifeCycles.TellsPassword::new, "connect.wrong-password"),
                BrokenProvider.of(
                        "takes any password", BrokenLifeCycles.TakesAnyPassword::new, "connect.wrong-password"),
                BrokenProvider.events(
                        "throws other exceptions", BrokenEvents::throwsSomethingElse, "faults.kill.answers"),
                BrokenProvider.events("swallows failures", BrokenEvents::swallowsFailures, "faults.read-only.changes"));
    }
}
