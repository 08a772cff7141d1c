package io.graft.persistence.tck;

import io.graft.persistence.tck.CheckResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Runs checks one after another, each on a thread of its own and within its time limit. A run is ended by interrupting
 * its thread. Used by one thread.
 */
public final class CheckRunner {

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final TestedProvider provider;
    private final RunOptions options;

    public CheckRunner(TestedProvider provider, RunOptions options) {
        this.provider = Objects.requireNonNull(provider, "provider");
        this.options = Objects.requireNonNull(options, "options");
    }

    /**
     * Runs those of the checks that the options select.
     *
     * @return what came of each of them, in their order
     * @throws InterruptedException if the thread is interrupted; the check that ran was ended
     */
    public List<CheckResult> run(List<Check> checks, CheckListener listener) throws InterruptedException {
        List<Check> selected = checks.stream().filter(options::selects).toList();
        List<CheckResult> results = new ArrayList<>();
        for (Check check : selected) {
            listener.started(check, results.size() + 1, selected.size());
            CheckResult result = run(check);
            results.add(result);
            listener.finished(result);
        }
        return results;
    }

    /**
     * Runs one check, or leaves it out.
     *
     * @throws InterruptedException if the thread is interrupted; the check was ended
     */
    public CheckResult run(Check check) throws InterruptedException {
        String missing = check.needs().stream()
                .filter(need -> !need.met(provider))
                .map(Need::text)
                .sorted()
                .collect(Collectors.joining("; "));
        if (!missing.isEmpty()) {
            return new CheckResult(check, Outcome.LEFT_OUT, Duration.ZERO, "needs " + missing, Optional.empty());
        }
        long start = System.nanoTime();
        Throwable thrown = outcome(check);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        return thrown == null
                ? new CheckResult(check, Outcome.PASSED, time, "", Optional.empty())
                : new CheckResult(check, Outcome.FAILED, time, message(check, thrown), Optional.of(thrown));
    }

    private Throwable outcome(Check check) throws InterruptedException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> perform(check, done), "graft-check " + check.id());
        thread.setDaemon(true);
        thread.start();
        Duration limit = check.limit().multipliedBy(options.effort().factor());
        try {
            done.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (TimeoutException e) {
            String stack = stack(thread);
            boolean ended = end(thread);
            return new ContractViolation("it was not done within " + limit.toSeconds() + " s; it was at\n" + stack
                    + (ended ? "" : "\nand did not end when it was interrupted"));
        } catch (InterruptedException e) {
            end(thread);
            throw e;
        }
    }

    private static boolean end(Thread thread) throws InterruptedException {
        thread.interrupt();
        thread.join(GRACE.toMillis());
        return !thread.isAlive();
    }

    private static String stack(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .map(frame -> "    " + frame)
                .collect(Collectors.joining("\n"));
    }

    @SuppressWarnings("CatchingUnchecked") // whatever a provider throws is the outcome of the check
    private void perform(Check check, CompletableFuture<Void> done) {
        try (CheckContext context = new CheckContext(provider, options.effort(), seed(check))) {
            check.run(context);
        } catch (Throwable e) {
            done.completeExceptionally(e);
        }
        done.complete(null);
    }

    private long seed(Check check) {
        return options.seed() * 31 + check.id().hashCode();
    }

    private String message(Check check, Throwable thrown) {
        String what = thrown instanceof ContractViolation
                ? thrown.getMessage()
                : "a call has thrown what it must not: " + Shown.of(thrown);
        return check.title() + " - no: " + what + "\nThe rule: " + check.rule() + "\nTo repeat it: -Dgraft.tck.check="
                + check.id() + " -Dgraft.tck.seed=" + options.seed() + " -Dgraft.tck.effort="
                + options.effort().name().toLowerCase(java.util.Locale.ROOT);
    }
}
