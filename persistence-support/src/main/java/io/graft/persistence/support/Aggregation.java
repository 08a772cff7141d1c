package io.graft.persistence.support;

import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.Aggregate;
import io.graft.api.persistence.AggregateFunction;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Computes aggregates as the contract defines them, for a database that can't. Takes readings in one after the other,
 * and keeps none. Used by one thread.
 */
public final class Aggregation {

    private static final Comparator<Group> ORDER = Comparator.comparing(Group::device)
            .thenComparing(Group::profile)
            .thenComparing(Group::resource)
            .thenComparing(group -> group.type().edgexName());

    private record Group(String device, String profile, String resource, ValueType type) {}

    private final AggregateFunction function;
    private final Map<Group, Sum> groups = new TreeMap<>(ORDER);

    public Aggregation(AggregateFunction function) {
        this.function = function;
    }

    /** Takes a reading in. */
    public void add(Reading reading) {
        Group group =
                new Group(reading.deviceName(), reading.profileName(), reading.resourceName(), reading.valueType());
        Sum sum = groups.computeIfAbsent(group, key -> sumOf(key.type()));
        if (!(reading.value() instanceof ReadingValue.Null)) {
            sum.count++;
            if (reading.value() instanceof ReadingValue.Text text) {
                sum.add(text.text());
            }
        }
    }

    /** The aggregates of what was taken in so far, in order. */
    public List<Aggregate> results() {
        return groups.entrySet().stream()
                .map(entry -> new Aggregate(
                        entry.getKey().device(),
                        entry.getKey().profile(),
                        entry.getKey().resource(),
                        entry.getKey().type(),
                        value(entry.getValue())))
                .toList();
    }

    private Sum sumOf(ValueType type) {
        if (function == AggregateFunction.COUNT || !type.isNumericScalar()) {
            return new Sum();
        }
        return type.isInteger() ? new Integers() : new Floats();
    }

    private Optional<Number> value(Sum sum) {
        if (function == AggregateFunction.COUNT) {
            return Optional.of(sum.count);
        }
        return sum.count == 0 ? Optional.empty() : Optional.ofNullable(sum.value(function));
    }

    private static class Sum {
        long count;

        void add(String text) {}

        /** Null where the function has no value. */
        Number value(AggregateFunction function) {
            return null;
        }
    }

    private static final class Integers extends Sum {
        private BigInteger sum = BigInteger.ZERO;
        private BigInteger least;
        private BigInteger greatest;

        @Override
        void add(String text) {
            BigInteger value = new BigInteger(text);
            sum = sum.add(value);
            least = least == null ? value : least.min(value);
            greatest = greatest == null ? value : greatest.max(value);
        }

        @Override
        Number value(AggregateFunction function) {
            return switch (function) {
                case MIN -> least;
                case MAX -> greatest;
                case SUM -> sum;
                case AVG ->
                    new BigDecimal(sum)
                            .divide(BigDecimal.valueOf(count), MathContext.DECIMAL128)
                            .doubleValue();
                case COUNT -> count;
            };
        }
    }

    private static final class Floats extends Sum {
        private double sum;
        private double lost;
        private double least = Double.POSITIVE_INFINITY;
        private double greatest = Double.NEGATIVE_INFINITY;

        @Override
        void add(String text) {
            double value = parse(text);
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
            // Neumaier: what the addition loses is kept apart
            double next = sum + value;
            lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }

        private static double parse(String text) {
            return switch (text) {
                case "+Inf", "Inf", "inf", "+inf" -> Double.POSITIVE_INFINITY;
                case "-Inf", "-inf" -> Double.NEGATIVE_INFINITY;
                case "nan" -> Double.NaN;
                default -> Double.parseDouble(text);
            };
        }

        @Override
        Number value(AggregateFunction function) {
            double total = Double.isFinite(sum) ? sum + lost : sum;
            return switch (function) {
                case MIN -> least;
                case MAX -> greatest;
                case SUM -> total;
                case AVG -> total / count;
                case COUNT -> count;
            };
        }
    }
}
