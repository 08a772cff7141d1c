package io.graft.metadata.internal.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which of the changes that were meant have happened, seen from what is there. */
class HistoryTest {

    private long seq;

    @Test
    void whatIsThereHasBeenAdded() {
        Change add = add("a");

        assertThat(History.happened(List.of(add), digest("a"))).containsExactly(add);
        assertThat(History.happened(List.of(add), Digests.ABSENT)).isEmpty();
    }

    @Test
    void anOlderChangeHappenedIfALaterOneHasSeenIt() {
        Change add = add("a");
        Change update = update("a", "b");
        Change delete = delete("b");

        assertThat(History.happened(List.of(add, update, delete), Digests.ABSENT))
                .containsExactly(add, update, delete);
        assertThat(History.happened(List.of(add, update, delete), digest("b"))).containsExactly(add, update);
        assertThat(History.happened(List.of(add, update), digest("a"))).containsExactly(add);
    }

    @Test
    void ofTwoThatFoundTheSameOneHappened() {
        Change lost = update("a", "b");
        Change won = update("a", "c");

        assertThat(History.happened(List.of(lost, won), digest("c"))).containsExactly(won);
        assertThat(History.happened(List.of(won, lost), digest("c"))).containsExactly(won);
    }

    @Test
    void anyChangesThatHappenAreFoundAmongThoseThatDoNot() {
        long random = System.nanoTime();
        System.out.println("seed " + random);
        Random dice = new Random(random);
        for (int round = 0; round < 2000; round++) {
            Change add = add("v" + round);
            List<Change> meant = new ArrayList<>(List.of(add));
            List<Change> happened = new ArrayList<>(meant);
            String now = add.details();
            for (int i = 0; now != null && i < 12; i++) {
                Change change = dice.nextInt(5) == 0 ? delete(now) : update(now, "v" + round + "-" + i);
                meant.add(change);
                if (dice.nextBoolean()) {
                    happened.add(change);
                    now = change.action().equals(Change.DELETE) ? null : change.details();
                }
            }

            assertThat(History.happened(meant, Digests.of(Optional.ofNullable(now))))
                    .as("seed %d, round %d", random, round)
                    .containsExactlyElementsOf(happened);
        }
    }

    private Change add(String body) {
        return change(Change.ADD, Digests.ABSENT, body);
    }

    private Change update(String before, String body) {
        return change(Change.UPDATE, digest(before), body);
    }

    private Change delete(String body) {
        return change(Change.DELETE, digest(body), body);
    }

    private Change change(String action, String before, String body) {
        return new Change(++seq, "device", action, "id", before, "svc", "", "", "", 1, body);
    }

    private static String digest(String body) {
        return Digests.of(Optional.of(body));
    }
}
