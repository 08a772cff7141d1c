package io.graft.persistence.tck.oracle;

import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.Aggregate;
import io.graft.api.persistence.AggregateFunction;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Aggregates, naively: groups of texts, parsed. */
final class Aggregation {

    private record Group(String device, String profile, String resource, ValueType type) {}

    private static final Comparator<Group> GROUP_ORDER = Comparator.comparing(Group::device)
            .thenComparing(Group::profile)
            .thenComparing(Group::resource)
            .thenComparing(group -> group.type().edgexName());

    private Aggregation() {}

    static List<Aggregate> of(List<Reading> readings, AggregateFunction function) {
        Map<Group, List<String>> groups = new TreeMap<>(GROUP_ORDER);
        for (Reading reading : readings) {
            List<String> values = groups.computeIfAbsent(
                    new Group(reading.deviceName(), reading.profileName(), reading.resourceName(), reading.valueType()),
                    group -> new ArrayList<>());
            if (reading.value() instanceof ReadingValue.Text text) {
                values.add(text.text());
            } else if (!(reading.value() instanceof ReadingValue.Null)) {
                values.add("");
            }
        }
        return groups.entrySet().stream()
                .map(entry -> new Aggregate(
                        entry.getKey().device(),
                        entry.getKey().profile(),
                        entry.getKey().resource(),
                        entry.getKey().type(),
                        value(entry.getKey().type(), entry.getValue(), function)))
                .toList();
    }

    private static Optional<Number> value(ValueType type, List<String> values, AggregateFunction function) {
        if (function == AggregateFunction.COUNT) {
            return Optional.of((long) values.size());
        }
        if (!type.isNumericScalar() || values.isEmpty()) {
            return Optional.empty();
        }
        if (function == AggregateFunction.AVG) {
            return Optional.of(
                    values.stream().mapToDouble(Double::parseDouble).average().orElseThrow());
        }
        if (type.isFloat()) {
            Stream<Double> numbers = values.stream().map(Double::valueOf);
            return switch (function) {
                case MIN -> numbers.min(Double::compare).map(Number.class::cast);
                case MAX -> numbers.max(Double::compare).map(Number.class::cast);
                default -> numbers.reduce(Double::sum).map(Number.class::cast);
            };
        }
        Stream<BigInteger> numbers = values.stream().map(BigInteger::new);
        return switch (function) {
            case MIN -> numbers.min(BigInteger::compareTo).map(Number.class::cast);
            case MAX -> numbers.max(BigInteger::compareTo).map(Number.class::cast);
            default -> numbers.reduce(BigInteger::add).map(Number.class::cast);
        };
    }
}
