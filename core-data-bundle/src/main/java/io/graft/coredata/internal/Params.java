package io.graft.coredata.internal;

import io.graft.api.persistence.AggregateFunction;
import io.graft.api.persistence.TimeRange;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import io.graft.rest.Request;
import java.util.Locale;
import java.util.Optional;

/** Reads the parameters of paths and queries. */
final class Params {

    private Params() {}

    /** A name in the path; not blank. */
    static String name(Request request, String param) {
        String name = request.pathParam(param);
        if (name.isBlank()) {
            throw ApiException.invalid(param + " is empty");
        }
        return name;
    }

    /** The parameters start and end of the path. */
    static TimeRange range(Request request) {
        long start = natural(request, "start");
        long end = natural(request, "end");
        if (end < start) {
            throw ApiException.invalid("end's value " + end + " is before start's value " + start);
        }
        return new TimeRange(start, end);
    }

    /** A number in the path, from 0 on. */
    static long natural(Request request, String param) {
        String text = request.pathParam(param);
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new ApiException(ErrorKind.CONTRACT_INVALID, notNatural(param, text), e);
        }
        throw ApiException.invalid(notNatural(param, text));
    }

    /** Whether numbers shall be answered as such. */
    static boolean numeric(Request request) {
        return ValueCheck.isTrue(request.queryParam("numeric").orElse(""));
    }

    /** The aggregate asked for, if any. */
    static Optional<AggregateFunction> aggregate(Request request) {
        String text = request.queryParam("aggregateFunc").orElse("");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        for (AggregateFunction function : AggregateFunction.values()) {
            if (function.name().equals(text.toUpperCase(Locale.ROOT))) {
                return Optional.of(function);
            }
        }
        throw ApiException.invalid("aggregateFunc '" + Tokens.shown(text)
                + "' is none of MIN, MAX, COUNT, SUM, AVG: invalid aggregate function specified");
    }

    private static String notNatural(String param, String text) {
        return param + "'s value '" + Tokens.shown(text) + "' is not an integer from 0 to " + Long.MAX_VALUE;
    }
}
