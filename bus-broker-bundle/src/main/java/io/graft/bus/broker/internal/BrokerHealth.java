package io.graft.bus.broker.internal;

import io.graft.api.bus.BusStatus;
import java.util.function.Supplier;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** Says whether clients can connect, and what was given up. */
final class BrokerHealth implements HealthCheck {

    private final Broker broker;
    private final Supplier<String> misconfigured;

    /** @param misconfigured what is wrong with the configuration, empty if nothing is */
    BrokerHealth(Broker broker, Supplier<String> misconfigured) {
        this.broker = broker;
        this.misconfigured = misconfigured;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        BusStatus status = broker.status();
        if (broker.problem().isEmpty()) {
            log.info("{}: {}, {} clients.", status.endpoint(), status.detail(), status.clients());
        } else {
            log.critical("{}; it is tried again for ever.", broker.problem());
        }
        String wrong = misconfigured.get();
        if (!wrong.isEmpty() && broker.settings().enabled()) {
            log.warn("The changed configuration does not work, what it was before is still in use: {}", wrong);
        } else if (!wrong.isEmpty()) {
            log.critical("The configuration does not work, and the port is closed: {}", wrong);
        }
        return new Result(log);
    }
}
