package io.graft.persistence.binding;

import io.graft.api.persistence.StoreException;
import java.util.Objects;
import java.util.function.Function;
import org.apache.felix.hc.api.Result;

/**
 * Says for a service's health check whether its store is there and works. Safe for use by many threads.
 *
 * @param <S> the store's interface
 */
public final class BindingHealth<S> {

    private final StoreGate<S> gate;
    private final String pid;
    private final StoreKind stores;
    private final Function<? super S, String> question;

    /**
     * @param pid the PID of the service's configuration
     * @param question asks the store something quick that shows that it works; gives what the store holds, e.g.
     *     {@code 12 events}
     */
    public BindingHealth(StoreGate<S> gate, String pid, StoreKind stores, Function<? super S, String> question) {
        this.gate = Objects.requireNonNull(gate, "gate");
        this.pid = Objects.requireNonNull(pid, "pid");
        this.stores = Objects.requireNonNull(stores, "stores");
        this.question = Objects.requireNonNull(question, "question");
    }

    /**
     * Asks the store that is bound. A target that is not met is a warning as long as the store that was bound before
     * serves.
     */
    public Result check() {
        Binding binding = gate.binding(pid, stores);
        if (binding.bound().isEmpty()) {
            return new Result(
                    Result.Status.TEMPORARILY_UNAVAILABLE,
                    binding.service() + " has no store for its " + binding.reference() + ": " + binding.problem());
        }
        String provider = "provider " + binding.bound().get().provider();
        try {
            String held = gate.call("health", question);
            return binding.state() == Binding.State.KEPT
                    ? new Result(Result.Status.WARN, binding.problem())
                    : new Result(Result.Status.OK, provider + " holds " + held);
        } catch (StoreException e) {
            Result.Status status = e.retriable() ? Result.Status.TEMPORARILY_UNAVAILABLE : Result.Status.CRITICAL;
            return new Result(status, provider + " fails: " + e.getMessage());
        }
    }
}
