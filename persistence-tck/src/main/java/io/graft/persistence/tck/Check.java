package io.graft.persistence.tck;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * One rule of the contract, as something that can be run against any provider. Immutable.
 *
 * @param id what it is called for ever, e.g. {@code events.append.idempotent}
 * @param title the rule in one sentence, as it reads in a report
 * @param rule where the contract says so, in its words
 * @param needs what must be there besides the provider; without it the check is left out
 * @param limit how long it may take with {@link Effort#QUICK}; a check that takes longer has failed
 * @param body what is done
 */
public record Check(String id, String title, String rule, Set<Need> needs, Duration limit, Body body) {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    public Check {
        if (!id.matches("[a-z0-9-]+(\\.[a-z0-9-]+)+")) {
            throw new IllegalArgumentException("check id '" + id + "' is not words with dots between");
        }
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(rule, "rule");
        needs = Set.copyOf(needs);
        Objects.requireNonNull(limit, "limit");
        Objects.requireNonNull(body, "body");
    }

    /** A check that needs nothing but the provider, with a limit of a minute. */
    public static Check of(String id, String title, String rule, Body body) {
        return new Check(id, title, rule, Set.of(), LIMIT, body);
    }

    /** The same check with other needs. */
    public Check needing(Need... newNeeds) {
        return new Check(id, title, rule, Set.of(newNeeds), limit, body);
    }

    /** The same check with another limit. */
    public Check within(Duration newLimit) {
        return new Check(id, title, rule, needs, newLimit, body);
    }

    /** The words before the first dot of the id, by which a report groups checks. */
    public String group() {
        return id.substring(0, id.indexOf('.'));
    }

    /**
     * Does it once.
     *
     * @throws Exception whatever goes wrong; {@link ContractViolation} where the provider broke the rule
     */
    public void run(CheckContext context) throws Exception {
        body.run(context);
    }

    /** What a check does. */
    @FunctionalInterface
    public interface Body {

        /**
         * Does it once.
         *
         * @throws Exception whatever goes wrong
         */
        void run(CheckContext context) throws Exception;
    }
}
