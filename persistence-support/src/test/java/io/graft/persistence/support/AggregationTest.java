package io.graft.persistence.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.Aggregate;
import io.graft.api.persistence.AggregateFunction;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AggregationTest {

    @Test
    void sumsOfIntegersAreExact() {
        List<Reading> readings = List.of(
                reading("d", ValueType.UINT64, "18446744073709551615"),
                reading("d", ValueType.UINT64, "18446744073709551615"),
                reading("d", ValueType.UINT64, null));

        assertThat(single(readings, AggregateFunction.SUM)).contains(new BigInteger("36893488147419103230"));
        assertThat(single(readings, AggregateFunction.MIN)).contains(new BigInteger("18446744073709551615"));
        assertThat(single(readings, AggregateFunction.AVG)).contains(1.8446744073709552e19);
        assertThat(single(readings, AggregateFunction.COUNT)).contains(2L);
    }

    @Test
    void sumsOfFloatsLoseNothingOnTheWay() {
        List<Reading> readings = List.of(
                reading("d", ValueType.FLOAT64, "1e100"),
                reading("d", ValueType.FLOAT64, "1"),
                reading("d", ValueType.FLOAT64, "-1e100"));

        assertThat(single(readings, AggregateFunction.SUM)).contains(1.0);
        assertThat(single(readings, AggregateFunction.MAX)).contains(1e100);
    }

    @Test
    void whatIsNoNumberIsOnlyCounted() {
        List<Reading> readings = List.of(reading("d", ValueType.STRING, "x"));

        assertThat(single(readings, AggregateFunction.SUM)).isEmpty();
        assertThat(single(readings, AggregateFunction.COUNT)).contains(1L);
        assertThat(single(List.of(reading("d", ValueType.INT8, null)), AggregateFunction.MAX))
                .isEmpty();
    }

    @Test
    void groupsAreInOrder() {
        Aggregation aggregation = new Aggregation(AggregateFunction.COUNT);
        aggregation.add(reading("b", ValueType.INT8, "1"));
        aggregation.add(reading("a", ValueType.INT8, "1"));
        aggregation.add(reading("a", ValueType.FLOAT32, "1"));

        assertThat(aggregation.results())
                .extracting(Aggregate::deviceName, Aggregate::valueType)
                .containsExactly(tuple("a", ValueType.FLOAT32), tuple("a", ValueType.INT8), tuple("b", ValueType.INT8));
    }

    @Test
    void sizesCountUtf8() {
        Reading reading = reading("dé€😀", ValueType.STRING, "1234567890");

        assertThat(ContentSize.of(reading)).isEqualTo(64 + (1 + 2 + 3 + 4) + 1 + 1 + 10);
    }

    private static Optional<Number> single(List<Reading> readings, AggregateFunction function) {
        Aggregation aggregation = new Aggregation(function);
        readings.forEach(aggregation::add);
        assertThat(aggregation.results()).hasSize(1);
        return aggregation.results().get(0).value();
    }

    private static Reading reading(String device, ValueType type, String value) {
        ReadingValue held = value == null ? new ReadingValue.Null() : new ReadingValue.Text(value);
        return new Reading(1, device, "p", "r", type, "", held, null, null);
    }
}
