package io.graft.persistence.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ScratchSpace;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DatabaseScratchSpacesTest {

    private final FakeDatabase database = new FakeDatabase("db");
    private final DatabaseScratchSpaces spaces = new DatabaseScratchSpaces(database);

    @Test
    void aSpaceHasItsOwnNameSpaceAndRemovesItWhenClosed() {
        ScratchSpace space = spaces.open();
        spaces.open();
        space.close();
        space.close();

        String opened = database.calls.get(0);
        assertThat(opened).matches("db open scratch-[0-9a-f]{16}");
        assertThat(database.calls.get(1)).isNotEqualTo(opened);
        assertThat(database.calls.subList(2, 4))
                .containsExactly(opened.replace("open", "close"), opened.replace("open", "remove"));
        assertThat(database.calls).hasSize(4);
    }

    @Test
    void aReopenedSpaceHasNewStoresOnTheSameNameSpace() {
        ScratchSpace space = spaces.open();
        EventStore before = space.events();

        space.reopen();

        assertThat(space.events()).isNotSameAs(before);
        String opened = database.calls.get(0);
        assertThat(database.calls).containsExactly(opened, opened.replace("open", "close"), opened);
    }

    @Test
    void aSpaceThatCouldNotBeReopenedIsTriedAgain() {
        ScratchSpace space = spaces.open();
        database.beforeOpen = DatabaseScratchSpacesTest::unreachable;
        assertThatThrownBy(space::reopen).isInstanceOf(StoreUnavailableException.class);
        database.beforeOpen = () -> {};

        space.reopen();
        space.close();

        assertThat(database.calls).filteredOn(call -> call.contains("close")).hasSize(2);
    }

    @Test
    void whatWasNotRemovedIsRemovedByTheNextClose() {
        ScratchSpace space = spaces.open();
        database.beforeRemove = DatabaseScratchSpacesTest::unreachable;
        assertThatThrownBy(space::close).isInstanceOf(StoreUnavailableException.class);
        database.beforeRemove = () -> {};

        space.close();

        assertThat(database.calls).filteredOn(call -> call.contains("remove")).hasSize(2);
        assertThat(database.calls).filteredOn(call -> call.contains("close")).hasSize(1);
    }

    @Test
    void nothingIsDoneInTheCallersThread() {
        spaces.open().close();

        assertThat(database.threads).hasSize(3).doesNotContain(Thread.currentThread());
        assertThat(database.threads).allSatisfy(thread -> {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        });
    }

    @Test
    void anErrorOfTheClientLibraryIsAStoreException() {
        database.beforeOpen = () -> {
            throw new NoClassDefFoundError("io/netty/Missing");
        };

        assertThatThrownBy(spaces::open)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("io/netty/Missing");
    }

    @Test
    void spacesOfProcessesThatWereKilledAreSweptAfterADay() {
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        DatabaseScratchSpaces atThatTime = new DatabaseScratchSpaces(database, () -> now);
        String old = named(now.minus(Duration.ofDays(1)).minusSeconds(1));
        String young = named(now.minus(Duration.ofDays(1)));
        database.nameSpaces = Set.of(old, young, "scratch-of-somebody-else", "other-0000000000000000");

        atThatTime.sweep();

        assertThat(database.calls).containsExactly("db remove " + old);
    }

    @Test
    void aSpaceThatIsOpenIsNeverSwept() {
        Instant[] now = {Instant.parse("2026-03-01T12:00:00Z")};
        DatabaseScratchSpaces patient = new DatabaseScratchSpaces(database, () -> now[0]);
        patient.open();
        database.nameSpaces = Set.of(database.calls.get(0).replace("db open ", ""));
        now[0] = now[0].plus(Duration.ofDays(3));

        patient.sweep();

        assertThat(database.calls).hasSize(1);
        new DatabaseScratchSpaces(database, () -> now[0]).sweep();
        assertThat(database.calls).hasSize(2).last().asString().startsWith("db remove scratch-");
    }

    private static String named(Instant opened) {
        return "scratch-" + Long.toHexString(opened.getEpochSecond()) + "01234567";
    }

    private static void unreachable() {
        throw new StoreUnavailableException(Reason.UNREACHABLE, "nobody listens");
    }
}
