package io.graft.persistence.embedded.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ScratchSpace;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.persistence.embedded.internal.events.EventSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedScratchSpacesTest {

    private static final CollectionSpec SPEC = new CollectionSpec("things", Set.of("name"), Set.of(), Set.of());

    @TempDir
    private Path directory;

    private EmbeddedScratchSpaces spaces;

    @BeforeEach
    void open() {
        spaces = new EmbeddedScratchSpaces(directory.resolve("scratch"), () -> StoreParts.of(EventSettings.DEFAULT));
    }

    @AfterEach
    void close() {
        spaces.close();
    }

    @Test
    void spacesKnowNothingOfEachOtherAndLeaveNothing() {
        try (ScratchSpace one = spaces.open();
                ScratchSpace other = spaces.open()) {
            one.events().append(List.of(event()));
            one.documents().collection(SPEC).insert(new Document("1", 0, Map.of(), Map.of(), "{}"));

            assertThat(one.events().countEvents(EventFilter.ALL)).isOne();
            assertThat(other.events().countEvents(EventFilter.ALL)).isZero();
            assertThat(other.documents().collection(SPEC).get("1")).isEmpty();
            assertThat(one.server()).contains("file system").doesNotContain(directory.toString());
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void reopenedASpaceHasWhatItHadAndTheOldStoresAreClosed() {
        try (ScratchSpace space = spaces.open()) {
            EventStore before = space.events();
            Event event = event();
            before.append(List.of(event));

            Thread.currentThread().interrupt();
            space.reopen();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(space.events()).isNotSameAs(before);
            assertThat(space.events().event(event.id())).contains(event);
            assertThatThrownBy(() -> before.event(event.id())).isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void aSpaceThatCannotBeOpenedSaysSoAndComesBackLater() throws IOException {
        ScratchSpace space = spaces.open();
        Event event = event();
        space.events().append(List.of(event));
        Path events = only(directory.resolve("scratch")).resolve("events");
        Path away = directory.resolve("away");
        Files.move(events, away);
        Files.writeString(events, "not a directory");

        assertThatThrownBy(space::reopen)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("scratch");

        Files.delete(events);
        Files.move(away, events);
        space.reopen();
        assertThat(space.events().event(event.id())).contains(event);
        space.close();
        space.close();
        assertThatThrownBy(space::reopen).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void withTheProviderEverySpaceGoes() {
        EventStore events = spaces.open().events();
        spaces.open();
        spaces.close();

        assertThat(directory).isEmptyDirectory();
        assertThatThrownBy(() -> events.countEvents(EventFilter.ALL)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(spaces::open).isInstanceOf(StoreUnavailableException.class);
    }

    private static Path only(Path parent) throws IOException {
        try (var children = Files.list(parent)) {
            return children.findFirst().orElseThrow();
        }
    }

    private static Event event() {
        Reading reading = new Reading(1, "d", "p", "r", ValueType.INT8, "", new ReadingValue.Text("1"), null, null);
        return new Event(UUID.randomUUID(), "d", "p", "s", 1, List.of(reading), null, null);
    }
}
