package io.graft.api.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueryTest {

    @Test
    void aRangeIncludesBothEndsAndMustNotEndBeforeItStarts() {
        TimeRange range = new TimeRange(-5, 5);

        assertThat(range.contains(-5)).isTrue();
        assertThat(range.contains(5)).isTrue();
        assertThat(range.contains(6)).isFalse();
        assertThatThrownBy(() -> new TimeRange(2, 1))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessage("end 1 is before start 2");
    }

    @Test
    void aSourceNeedsItsDevice() {
        assertThatThrownBy(() -> new EventFilter(Optional.empty(), Optional.of("Int16"), TimeRange.ALL))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("'Int16' without a device");
    }

    @Test
    void aNegativeWindowIsRefused() {
        assertThatThrownBy(() -> EventQuery.page(EventFilter.ALL, -1, 20))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessage("offset -1 is negative");
        assertThatThrownBy(() -> DocumentQuery.ALL.window(0, -1))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessage("limit -1 is negative");
    }

    @Test
    void aCollectionNameIsPlain() {
        assertThatThrownBy(() -> new CollectionSpec("Devices!", Set.of(), Set.of(), Set.of()))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("'Devices!'");
    }

    @Test
    void aDocumentHasNoFieldsWithoutValues() {
        Document document =
                new Document("1", 0, Map.of("name", List.of("a"), "labels", List.of()), Map.of("created", 7L), "{}");

        assertThat(document.texts()).isEqualTo(Map.of("name", List.of("a")));
        assertThat(document.withRevision(3).revision()).isEqualTo(3);
    }

    @Test
    void onlyAnUnavailableStoreIsWorthAnotherTry() {
        assertThat(new StoreUnavailableException(StoreUnavailableException.Reason.FULL, "full").retriable())
                .isTrue();
        assertThat(List.of(
                        new InvalidQueryException("x"),
                        new ConflictException("x"),
                        new CorruptStoreException("x"),
                        new DuplicateKeyException("metadata.device", "name", "x")))
                .noneMatch(StoreException::retriable);
    }
}
