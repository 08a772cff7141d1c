package io.graft.persistence.tck;

import io.graft.api.persistence.Page;
import io.graft.api.persistence.StoreUnavailableException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;

/** What checks expect; everything else is a {@link ContractViolation} that says what was expected and found. */
public final class Expect {

    private Expect() {}

    /** What was found is equal to what was expected. */
    public static void equal(String what, Object expected, Object found) {
        if (expected instanceof Page<?> page && found instanceof Page<?> other) {
            equal(what + ": items of the page", page.items(), other.items());
            equal(what + ": total of the page", page.total(), other.total());
            equal(what + ": truncated", page.truncated(), other.truncated());
        } else if (expected instanceof List<?> list && found instanceof List<?> other) {
            equalLists(what, list, other);
        } else if (!Objects.equals(expected, found)) {
            throw new ContractViolation(what + ": expected " + Shown.of(expected) + ", found " + Shown.of(found));
        }
    }

    private static void equalLists(String what, List<?> expected, List<?> found) {
        for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
            if (!Objects.equals(expected.get(i), found.get(i))) {
                throw new ContractViolation(what + ": item " + i + " of " + expected.size() + ": expected "
                        + Shown.of(expected.get(i)) + ", found " + Shown.of(found.get(i)));
            }
        }
        if (expected.size() != found.size()) {
            throw new ContractViolation(what + ": expected " + expected.size() + " items, found " + found.size()
                    + difference(expected, found));
        }
    }

    private static String difference(List<?> expected, List<?> found) {
        return expected.size() > found.size()
                ? "; the first that is missing: " + Shown.of(expected.get(found.size()))
                : "; the first that is too many: " + Shown.of(found.get(expected.size()));
    }

    /** It is so. */
    public static void that(boolean condition, String otherwise) {
        if (!condition) {
            throw new ContractViolation(otherwise);
        }
    }

    /** The call fails like this. */
    public static <X extends Throwable> X failure(Class<X> type, String what, Callable<?> call) {
        Object answer;
        try {
            answer = call.call();
        } catch (Throwable e) {
            if (type.isInstance(e)) {
                Expect.that(e.getMessage() != null && !e.getMessage().isBlank(), what + ": the exception says nothing");
                return type.cast(e);
            }
            throw new ContractViolation(what + ": expected " + type.getSimpleName() + ", found " + Shown.of(e), e);
        }
        throw new ContractViolation(what + ": expected " + type.getSimpleName() + ", found " + Shown.of(answer));
    }

    /** The call fails because the store can't do it now, for one of these reasons. */
    public static StoreUnavailableException unavailable(
            String what, Set<StoreUnavailableException.Reason> reasons, Callable<?> call) {
        StoreUnavailableException e = failure(StoreUnavailableException.class, what, call);
        that(
                reasons.contains(e.reason()),
                what + ": expected the reason " + reasons + ", found " + e.reason() + " (" + e.getMessage() + ")");
        return e;
    }
}
