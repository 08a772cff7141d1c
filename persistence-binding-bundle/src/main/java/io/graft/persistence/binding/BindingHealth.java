package io.graft.persistence.binding;

import io.graft.api.persistence.StoreException;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.felix.hc.api.Result;

/** Says for a service's health check whether its store is there and works. Safe for use by many threads. */
public final class BindingHealth {

    private final Supplier<Binding> binding;
    private final Supplier<String> question;

    /**
     * @param binding how the service is bound now
     * @param question asks the store something quick that shows that it works; gives what the store holds, e.g.
     *     {@code 12 events}
     */
    public BindingHealth(Supplier<Binding> binding, Supplier<String> question) {
        this.binding = Objects.requireNonNull(binding, "binding");
        this.question = Objects.requireNonNull(question, "question");
    }

    /**
     * Asks the store that is bound. A target that is not met is a warning as long as the store that was bound before
     * serves.
     */
    public Result check() {
        Binding now = binding.get();
        if (now.bound().isEmpty()) {
            return new Result(
                    Result.Status.TEMPORARILY_UNAVAILABLE,
                    now.service() + " has no store for its " + now.reference() + ": " + now.problem());
        }
        String provider = "provider " + now.bound().get().provider();
        try {
            String held = question.get();
            return now.state() == Binding.State.KEPT
                    ? new Result(Result.Status.WARN, now.problem())
                    : new Result(Result.Status.OK, provider + " holds " + held);
        } catch (StoreException e) {
            Result.Status status = e.retriable() ? Result.Status.TEMPORARILY_UNAVAILABLE : Result.Status.CRITICAL;
            return new Result(status, provider + " fails: " + e.getMessage());
        }
    }
}
