package io.graft.persistence.embedded.internal.events.query;

import io.graft.api.model.ValueType;
import io.graft.api.persistence.Aggregate;
import io.graft.api.persistence.AggregateFunction;
import io.graft.persistence.embedded.internal.events.codec.EventDecoder.Sample;
import io.graft.persistence.embedded.internal.events.codec.Name.Series;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Computes one aggregate for each group of readings, one reading after the other. Used by one thread. */
public final class Aggregation {

    private static final Comparator<Aggregate> ORDER = Comparator.comparing(Aggregate::deviceName)
            .thenComparing(Aggregate::profileName)
            .thenComparing(Aggregate::resourceName)
            .thenComparing(aggregate -> aggregate.valueType().edgexName());

    private record Group(String device, String profile, String resource, ValueType type) {}

    private final AggregateFunction function;
    private final Map<Group, Sum> groups = new HashMap<>();
    private final Map<Series, Sum> bySeries = new HashMap<>();

    public Aggregation(AggregateFunction function) {
        this.function = function;
    }

    /** Takes a reading in. */
    public void add(Sample sample) {
        Sum sum = bySeries.computeIfAbsent(sample.series(), this::groupOf);
        if (sample.hasValue()) {
            sum.add(sample.text());
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
                        Optional.ofNullable(entry.getValue().result(function))))
                .sorted(ORDER)
                .toList();
    }

    private Sum groupOf(Series series) {
        ValueType type = series.type();
        Group group = new Group(
                series.device().text(), series.profile(), series.resource().text(), type);
        return groups.computeIfAbsent(group, key -> {
            if (function == AggregateFunction.COUNT || !type.isNumericScalar()) {
                return new Count();
            }
            return type.isInteger() ? new Integers() : new Floats();
        });
    }

    private abstract static class Sum {
        long count;

        void add(String text) {
            count++;
        }

        /** Null where the function has no value. */
        abstract Number result(AggregateFunction function);
    }

    private static final class Count extends Sum {
        @Override
        Number result(AggregateFunction function) {
            return function == AggregateFunction.COUNT ? count : null;
        }
    }

    private static final class Integers extends Sum {
        private long small;
        private BigInteger large = BigInteger.ZERO;
        private BigInteger least;
        private BigInteger greatest;
        private long leastSmall = Long.MAX_VALUE;
        private long greatestSmall = Long.MIN_VALUE;

        @Override
        void add(String text) {
            if (text.length() <= 18) {
                add(Long.parseLong(text));
            } else {
                add(new BigInteger(text.startsWith("+") ? text.substring(1) : text));
            }
            count++;
        }

        private void add(long value) {
            leastSmall = Math.min(leastSmall, value);
            greatestSmall = Math.max(greatestSmall, value);
            long sum = small + value;
            if (((small ^ sum) & (value ^ sum)) < 0) {
                large = large.add(BigInteger.valueOf(small)).add(BigInteger.valueOf(value));
                sum = 0;
            }
            small = sum;
        }

        private void add(BigInteger value) {
            least = least == null ? value : least.min(value);
            greatest = greatest == null ? value : greatest.max(value);
            large = large.add(value);
        }

        @Override
        Number result(AggregateFunction function) {
            if (count == 0) {
                return null;
            }
            BigInteger sum = large.add(BigInteger.valueOf(small));
            return switch (function) {
                case SUM -> sum;
                case AVG ->
                    new BigDecimal(sum)
                            .divide(BigDecimal.valueOf(count), MathContext.DECIMAL128)
                            .doubleValue();
                case MIN -> extreme(least, leastSmall, Long.MAX_VALUE, true);
                case MAX -> extreme(greatest, greatestSmall, Long.MIN_VALUE, false);
                case COUNT -> count;
            };
        }

        private static BigInteger extreme(BigInteger ofLarge, long ofSmall, long none, boolean least) {
            if (ofLarge == null || ofSmall == none) {
                return ofLarge == null ? BigInteger.valueOf(ofSmall) : ofLarge;
            }
            BigInteger other = BigInteger.valueOf(ofSmall);
            return least ? ofLarge.min(other) : ofLarge.max(other);
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
            count++;
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
        Number result(AggregateFunction function) {
            if (count == 0) {
                return null;
            }
            double total = Double.isFinite(sum) ? sum + lost : sum;
            return switch (function) {
                case SUM -> total;
                case AVG -> total / count;
                case MIN -> least;
                case MAX -> greatest;
                case COUNT -> count;
            };
        }
    }
}
