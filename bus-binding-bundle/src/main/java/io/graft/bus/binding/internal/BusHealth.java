package io.graft.bus.binding.internal;

import io.graft.api.bus.BusStatus;
import io.graft.bus.binding.BusBindingStatus;
import io.graft.bus.binding.BusBindingStatus.BusProvider;
import io.graft.bus.binding.BusBindingStatus.State;
import org.apache.felix.hc.api.Result;

/** What the bus's health check says. */
final class BusHealth {

    private BusHealth() {}

    static Result of(BusBindingStatus status) {
        if (status.bound().isEmpty()) {
            return new Result(
                    Result.Status.WARN,
                    status.problem() + "; until then nothing is published, and nothing comes from the bus");
        }
        BusProvider bound = status.bound().get();
        BusStatus bus = bound.status();
        if (!bus.connected()) {
            return new Result(
                    Result.Status.TEMPORARILY_UNAVAILABLE,
                    "bus provider " + bound.name() + " has no connection to " + bus.endpoint() + ": " + bus.detail());
        }
        if (status.state() == State.KEPT) {
            return new Result(Result.Status.WARN, status.problem());
        }
        return new Result(
                Result.Status.OK,
                "bound to " + bound.name() + " at " + bus.endpoint() + ", "
                        + status.subscriptions().size() + " subscriptions");
    }
}
