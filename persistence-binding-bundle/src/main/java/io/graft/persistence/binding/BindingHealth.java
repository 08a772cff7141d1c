package io.graft.persistence.binding;

import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.StoreException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.felix.hc.api.Result;

/**
 * Says for a service's health check whether its store is there and works, and how its spool is. Safe for use by many
 * threads.
 */
public final class BindingHealth {

    private final Supplier<Binding> binding;
    private final Supplier<String> question;
    private final Optional<EventGate> events;

    private BindingHealth(Supplier<Binding> binding, Supplier<String> question, Optional<EventGate> events) {
        this.binding = binding;
        this.question = question;
        this.events = events;
    }

    /**
     * The health of a service that keeps events.
     *
     * @param pid the PID of the service's configuration
     * @param question asks the store something quick that shows that it works; gives what the store holds, e.g.
     *     {@code 12 events}
     */
    public static BindingHealth of(EventGate gate, String pid, Function<? super EventStore, String> question) {
        Objects.requireNonNull(question, "question");
        return new BindingHealth(() -> gate.binding(pid), () -> gate.ask("health", question), Optional.of(gate));
    }

    /**
     * The health of a service that keeps documents.
     *
     * @param pid the PID of the service's configuration
     * @param question asks the store something quick that shows that it works; gives what the store holds, e.g.
     *     {@code 12 devices}
     */
    public static BindingHealth of(DocumentGate gate, String pid, Function<? super DocumentStore, String> question) {
        Objects.requireNonNull(question, "question");
        return new BindingHealth(() -> gate.binding(pid), () -> gate.call("health", question), Optional.empty());
    }

    /**
     * Asks the store that is bound. A target that is not met is a warning as long as the store that was bound before
     * serves, and so is a store that does not serve as long as a spool takes the events.
     */
    public Result check() {
        Result store = checkStore();
        return events.map(gate -> withSpool(store, gate)).orElse(store);
    }

    private Result checkStore() {
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

    private static Result withSpool(Result store, EventGate gate) {
        SpoolStatus spool = gate.spool();
        boolean serves = store.getStatus() == Result.Status.OK || store.getStatus() == Result.Status.WARN;
        String said = message(store);
        return switch (spool.state()) {
            case OFF -> store;
            case FAILED ->
                new Result(
                        serves ? Result.Status.WARN : Result.Status.CRITICAL,
                        said + "; the spool fails: " + spool.problem());
            default -> {
                if (!serves && gate.spoolFull()) {
                    yield new Result(Result.Status.CRITICAL, said + "; " + spool.problem());
                }
                yield serves && spool.state() == SpoolStatus.State.IDLE
                        ? store
                        : new Result(Result.Status.WARN, said + "; " + depth(spool));
            }
        };
    }

    private static String depth(SpoolStatus spool) {
        return "the spool holds " + spool.events() + " events, the oldest for "
                + spool.oldest().toSeconds() + " s, in " + spool.bytes() + " of " + spool.maxBytes() + " bytes"
                + (spool.state() == SpoolStatus.State.DRAINING ? ", and drains" : ", and takes more");
    }

    private static String message(Result result) {
        StringBuilder text = new StringBuilder();
        result.forEach(entry -> text.append(text.isEmpty() ? "" : "; ").append(entry.getMessage()));
        return text.toString();
    }
}
