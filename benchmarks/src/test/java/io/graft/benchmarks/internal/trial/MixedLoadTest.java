package io.graft.benchmarks.internal.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.benchmarks.internal.api.EventStream;
import io.graft.benchmarks.internal.load.RequestSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MixedLoadTest {

    private final EventStream events = new EventStream("here:1", "test", 0);
    private final Ledger ledger = new Ledger();
    private final MixedLoad load = new MixedLoad(events, "here:1", ledger, MixedLoad.FOUR_TO_ONE, 0);

    @Test
    void aQueryFollowsFourPosts() {
        assertThat(IntStream.range(0, 10).mapToObj(n -> next().substring(0, 4)).toList())
                .isEqualTo(List.of("POST", "POST", "POST", "POST", "GET ", "POST", "POST", "POST", "POST", "GET "));
    }

    @Test
    void anEventIsAcknowledgedByTheAnswerToItsRequest() {
        IntStream.range(0, 10).forEach(n -> next());

        load.answered(3, 201, 0, 5, () -> "");
        load.answered(4, 200, 0, 5, () -> "");
        load.answered(5, 201, 0, 5, () -> "");

        assertThat(IntStream.range(0, 8).filter(ledger::isAcknowledged)).containsExactly(3, 4);
        assertThat(ledger.acknowledged()).isEqualTo(2);
        assertThat(load.failures()).isZero();
        assertThat(load.ingest().getTotalCount()).isEqualTo(2);
        assertThat(load.queries().getTotalCount()).isEqualTo(1);
    }

    @Test
    void ofWhatFailedOrWasNotAnsweredNobodyKnows() {
        IntStream.range(0, 5).forEach(n -> next());

        load.answered(0, 503, 0, 5, () -> "no\n store");
        load.lost(1, 0, 5, "reset");
        load.answered(2, 400, 0, 5, () -> "bad");
        load.answered(4, 503, 0, 5, () -> "no store");

        assertThat(ledger.acknowledged()).isZero();
        assertThat(load.failures()).isEqualTo(4);
        assertThat(load.faults())
                .containsEntry("POST answered 503", 1L)
                .containsEntry("POST was not answered", 1L)
                .containsEntry("GET answered 503", 1L);
        assertThat(load.examples()).contains("POST answered 503: no store");
    }

    private String next() {
        ByteBuffer into = ByteBuffer.allocate(RequestSource.LARGEST_REQUEST);
        assertThat(load.next(into)).isTrue();
        return new String(into.array(), 0, into.position(), StandardCharsets.US_ASCII);
    }
}
