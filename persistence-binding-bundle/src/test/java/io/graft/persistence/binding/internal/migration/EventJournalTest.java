package io.graft.persistence.binding.internal.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.TimeRange;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventJournalTest {

    private static final EventFilter CAMERA = EventFilter.device("camera");

    private final EventJournal journal = new EventJournal();

    @Test
    void whatIsAppendedIsNotedOnce() {
        journal.appended(List.of(event("camera", 5)));

        assertThat(journal.take().ranges()).singleElement().matches(range -> range.contains(5));
        assertThat(journal.take().ranges()).isEmpty();
        assertThat(journal.changes()).isEqualTo(1);
    }

    @Test
    void whatIsAppendedDuringADeletionCountsOnceMoreWhenItIsCarriedOver() {
        journal.deleting(CAMERA);
        journal.appended(List.of(event("camera", 5)));
        assertThat(journal.take().ranges()).hasSize(1);
        journal.deleted(CAMERA);

        EventJournal.Notes notes = journal.take();

        assertThat(notes.filters()).containsExactly(CAMERA);
        assertThat(notes.ranges()).singleElement().matches(range -> range.contains(5));
        assertThat(journal.take().ranges()).isEmpty();
    }

    @Test
    void ofTwoDeletionsAtOnceTheSecondKeepsWhatWasAppendedSinceItBegan() {
        EventFilter other = EventFilter.device("other");
        journal.deleting(CAMERA);
        journal.deleting(other);
        journal.appended(List.of(event("camera", 5)));
        journal.deleted(CAMERA);
        assertThat(journal.take().filters()).containsExactly(CAMERA);
        journal.deleted(other);

        EventJournal.Notes notes = journal.take();

        assertThat(notes.filters()).containsExactly(other);
        assertThat(notes.ranges()).singleElement().matches(range -> range.contains(5));
    }

    @Test
    void ofDeletionsThatGrowTheLastOneIsEnough() {
        for (int i = 1; i <= 10_000; i++) {
            EventFilter older = EventFilter.ALL.within(TimeRange.until(i));
            journal.deleting(older);
            journal.deleted(older);
        }

        EventJournal.Notes notes = journal.take();

        assertThat(notes.filters()).containsExactly(EventFilter.ALL.within(TimeRange.until(10_000)));
        assertThat(notes.lost()).isFalse();
    }

    @Test
    void deletionsThatAreTooManyAreSaidToBeLost() {
        for (int i = 0; i < 5_000; i++) {
            EventFilter each = EventFilter.device("d" + i);
            journal.deleting(each);
            journal.deleted(each);
        }

        assertThat(journal.take().lost()).isTrue();
        assertThat(journal.take().lost()).isFalse();
    }

    @Test
    void aDeletionThatBeganBeforeTouchesAllThatItSelects() {
        journal.deleted(EventFilter.ALL.within(new TimeRange(0, 10)));

        assertThat(journal.take().ranges()).singleElement().matches(range -> range.contains(0) && range.contains(10));
    }

    @Test
    void knowsWhatWasDeletedUntilItIsTaken() {
        Event gone = event("x", 1);
        journal.deleted(gone.id());
        journal.deleting(CAMERA);
        journal.deleted(CAMERA);

        assertThat(journal.deletes(gone)).isTrue();
        assertThat(journal.deletes(event("camera", 3))).isTrue();
        assertThat(journal.deletes(event("other", 3))).isFalse();
        assertThat(journal.take().ids()).containsExactly(gone.id());
        assertThat(journal.deletes(gone)).isFalse();
    }

    private static Event event(String device, long origin) {
        Reading reading =
                new Reading(origin, device, "p", "r", ValueType.INT8, "", new ReadingValue.Text("1"), null, null);
        return new Event(new UUID(1, origin), device, "p", "s", origin, List.of(reading), null, null);
    }
}
