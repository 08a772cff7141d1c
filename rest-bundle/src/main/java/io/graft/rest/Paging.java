package io.graft.rest;

/**
 * The window of a list request.
 *
 * @param offset how many items to pass over; 0 or more
 * @param limit how many items to return at most; 0 or more
 * @param counted whether the answer gives the total
 */
public record Paging(long offset, int limit, boolean counted) {

    private static final int DEFAULT_LIMIT = 20;

    /**
     * Reads {@code offset} (default 0) and {@code limit} (default 20; -1 for the maximum).
     *
     * @param maxResultCount the largest limit
     * @throws ApiException 400 if one is not a number or out of range
     */
    public static Paging of(Request request, int maxResultCount) {
        return of(request, maxResultCount, 0);
    }

    /** As {@link #of}, and an offset of -1 means: from the start, without a total. */
    public static Paging ofUncounted(Request request, int maxResultCount) {
        return of(request, maxResultCount, -1);
    }

    private static Paging of(Request request, int maxResultCount, int minOffset) {
        long offset = number(request, "offset", 0, minOffset, Integer.MAX_VALUE);
        long limit = number(request, "limit", Math.min(DEFAULT_LIMIT, maxResultCount), -1, maxResultCount);
        return new Paging(Math.max(offset, 0), limit == -1 ? maxResultCount : (int) limit, offset >= 0);
    }

    /**
     * Makes sure that the window begins within the list. A window of nothing, or into an empty list, always does.
     *
     * @throws ApiException 416 if the offset is beyond the total
     */
    public void check(long total) {
        if (offset > total && total > 0 && limit > 0) {
            throw new ApiException(
                    ErrorKind.RANGE_NOT_SATISFIABLE,
                    "query objects bounds out of range. length:" + total + " offset:" + offset);
        }
    }

    private static long number(Request request, String name, long absent, long min, long max) {
        String text = request.queryParam(name).orElse("");
        if (text.isEmpty()) {
            return absent;
        }
        long value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ApiException(
                    ErrorKind.CONTRACT_INVALID, "query parameter " + name + " is '" + text + "', not an integer", e);
        }
        if (value < min || value > max) {
            throw ApiException.invalid(
                    "query parameter " + name + " is " + value + ", out of range [" + min + ", " + max + "]");
        }
        return value;
    }
}
