package io.graft.benchmarks.internal.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BatchesTest {

    @Test
    void readsTheLineThatTheGatewayPrints() {
        Batches batches = Batches.parse(
                "events=1200 perSecond=38956 p50Millis=1.370 p99Millis=279.130 maxMillis=300.000 server=Redis 7.0\n");

        assertThat(batches).isEqualTo(new Batches(38956, 1.37, 279.13));
        assertThat(batches).hasToString("38,956/s (batch p50 1.37 ms, p99 279.13 ms)");
    }

    @Test
    void refusesALineWithoutFigures() {
        assertThatThrownBy(() -> Batches.parse("no provider 'x'"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no provider 'x'");
    }
}
