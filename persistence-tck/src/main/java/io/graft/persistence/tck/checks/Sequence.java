package io.graft.persistence.tck.checks;

import io.graft.api.persistence.ScratchSpace;
import io.graft.persistence.tck.CheckContext;
import io.graft.persistence.tck.ContractViolation;
import io.graft.persistence.tck.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A random sequence of operations, and, when it fails, the shortest one found that still fails. */
final class Sequence<T> {

    private static final Duration SHRINKING = Duration.ofSeconds(20);

    private final CheckContext context;
    private final Function<ScratchSpace, T> target;

    /**
     * @param target what the steps are done on, made anew for each run over an empty space
     */
    Sequence(CheckContext context, Function<ScratchSpace, T> target) {
        this.context = context;
        this.target = target;
    }

    void run(List<Step<T>> steps) {
        Failure failure = failureOf(steps);
        if (failure != null) {
            List<Step<T>> failing = steps.subList(0, failure.step() + 1);
            List<Step<T>> shortest = shortened(failing);
            Failure last = failureOf(shortest);
            throw new ContractViolation(
                    (last == null ? failure : last).text() + "\nIt took " + shortest.size() + " operations of "
                            + steps.size() + ":\n" + shown(shortest)
                            + (last == null ? "\n(which fail only sometimes)" : ""),
                    failure.thrown());
        }
    }

    private record Failure(int step, Throwable thrown) {
        String text() {
            return thrown instanceof ContractViolation ? thrown.getMessage() : Shown.of(thrown);
        }
    }

    private Failure failureOf(List<Step<T>> steps) {
        try (ScratchSpace space = context.provider().spaces().open()) {
            T fresh = target.apply(space);
            for (int i = 0; i < steps.size(); i++) {
                try {
                    steps.get(i).action().accept(fresh);
                } catch (RuntimeException | ContractViolation e) {
                    return new Failure(i, e);
                }
            }
        }
        return null;
    }

    /** Leaves out ever smaller parts, as long as what is left fails (delta debugging). */
    private List<Step<T>> shortened(List<Step<T>> failing) {
        List<Step<T>> shortest = failing;
        long end = System.nanoTime() + SHRINKING.toNanos();
        int parts = 2;
        while (shortest.size() >= 2 && parts <= shortest.size() && System.nanoTime() < end) {
            List<Step<T>> shorter = withoutOnePart(shortest, parts, end);
            if (shorter == null) {
                parts = parts == shortest.size() ? parts + 1 : Math.min(shortest.size(), parts * 2);
            } else {
                shortest = shorter;
                parts = Math.max(2, parts - 1);
            }
        }
        return shortest;
    }

    private List<Step<T>> withoutOnePart(List<Step<T>> steps, int parts, long end) {
        for (int part = 0; part < parts && System.nanoTime() < end; part++) {
            int from = (int) ((long) steps.size() * part / parts);
            int to = (int) ((long) steps.size() * (part + 1) / parts);
            List<Step<T>> rest = new ArrayList<>(steps.subList(0, from));
            rest.addAll(steps.subList(to, steps.size()));
            Failure failure = rest.isEmpty() ? null : failureOf(rest);
            if (failure != null) {
                return rest.subList(0, failure.step() + 1);
            }
        }
        return null;
    }

    private String shown(List<Step<T>> steps) {
        return steps.stream()
                .limit(30)
                .map(step -> "  " + Shown.visible(step.text()))
                .collect(Collectors.joining("\n"));
    }
}
