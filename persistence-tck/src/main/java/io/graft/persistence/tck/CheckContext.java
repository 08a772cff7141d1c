package io.graft.persistence.tck;

import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ScratchSpace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Random;

/**
 * What a check works with: the provider, a scratch space of its own, randomness that can be repeated. What it opens is
 * closed when it ends. Used by the check's thread only, but for the stores.
 */
public final class CheckContext implements AutoCloseable {

    private final TestedProvider provider;
    private final Effort effort;
    private final long seed;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private ScratchSpace space;

    /**
     * A context for one run of one check.
     *
     * @param seed what its randomness comes from
     */
    public CheckContext(TestedProvider provider, Effort effort, long seed) {
        this.provider = Objects.requireNonNull(provider, "provider");
        this.effort = Objects.requireNonNull(effort, "effort");
        this.seed = seed;
    }

    /** What is tested. */
    public TestedProvider provider() {
        return provider;
    }

    /** The check's own space, opened at the first call. */
    public ScratchSpace space() {
        if (space == null) {
            space = another();
        }
        return space;
    }

    /** One more space, closed with the context at the latest. */
    public ScratchSpace another() {
        return closing(provider.spaces().open());
    }

    /** The event store of the check's space. */
    public EventStore events() {
        return space().events();
    }

    /** The document store of the check's space. */
    public DocumentStore documents() {
        return space().documents();
    }

    /** Randomness that begins anew, and goes the same way with the same seed. */
    public Random random() {
        return new Random(seed);
    }

    /** The seed of the randomness. */
    public long seed() {
        return seed;
    }

    /** As many times as much as the run's effort says. */
    public int scaled(int quick) {
        return Math.multiplyExact(quick, effort.factor());
    }

    /** The longest that a single call may take. */
    public Duration patience() {
        return provider.patience();
    }

    /** Something that is closed with the context, the last one first. */
    public <T extends AutoCloseable> T closing(T closeable) {
        open.push(closeable);
        return closeable;
    }

    /**
     * Closes what is open.
     *
     * @throws ContractViolation if something can't be closed
     */
    @Override
    public void close() {
        ContractViolation first = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                ContractViolation violation =
                        new ContractViolation("what the check had opened could not be closed: " + Shown.of(e), e);
                if (first == null) {
                    first = violation;
                } else {
                    first.addSuppressed(violation);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
