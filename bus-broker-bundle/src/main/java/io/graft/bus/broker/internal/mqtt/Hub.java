package io.graft.bus.broker.internal.mqtt;

import io.graft.bus.broker.internal.BrokerSettings;
import io.graft.bus.broker.internal.Counters;
import io.graft.bus.broker.internal.Seldom;
import io.graft.bus.broker.internal.local.LocalSubscriptions;
import io.graft.bus.broker.internal.route.Router;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * What all connections share.
 *
 * @param settings as they are at the moment
 * @param log for what clients do wrong
 * @param work for what may take a moment
 */
public record Hub(
        Supplier<BrokerSettings> settings,
        Router router,
        LocalSubscriptions subscriptions,
        Sessions sessions,
        Counters counters,
        Seldom log,
        ScheduledExecutorService work) {}
