package io.graft.bus.binding.internal;

import io.graft.api.bus.BusException;
import io.graft.api.bus.BusListener;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.BusSubscription;
import io.graft.api.bus.BusUnavailableException;
import io.graft.api.bus.MessageBus;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.api.metrics.Metrics;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.BusBindingStatus;
import io.graft.bus.binding.BusBindingStatus.BusProvider;
import io.graft.bus.binding.BusBindingStatus.State;
import io.graft.bus.binding.BusBindingStatus.Subscribed;
import io.graft.bus.binding.EdgexTopics;
import io.graft.bus.binding.Envelope;
import io.graft.bus.binding.Telemetry;
import io.graft.bus.binding.internal.Subscriptions.Held;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins services to the bus provider that the configuration selects. It is told of every provider that is installed. In a
 * swap the subscriptions are opened at the new provider, then closed at the old one, which is let go after what is open
 * on it has ended, or after a bounded time.
 *
 * <p>Safe for use by many threads.
 */
public final class BusGate implements Bus, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BusGate.class);
    private static final String REPLIES = "graft-replies";
    private static final String TARGET = "bus.target";
    private static final long REOPEN_SECONDS = 1;
    private static final long RETIRE_MILLIS = 20;

    private final EdgexTopics topics;
    private final BusMeters meters;
    private final Ticker ticker = new Ticker();
    private final Requests requests;
    private final Metrics.Registration gauge;
    private final ReentrantLock lock = new ReentrantLock();
    private final Candidates candidates = new Candidates();
    private final Subscriptions subscriptions;
    private volatile Link current;
    private volatile BusSettings settings = BusSettings.DEFAULTS;
    private volatile boolean configured;
    private volatile boolean closed;

    /** Creates it without a provider. */
    public BusGate(EdgexTopics topics, Metrics metrics) {
        this.topics = topics;
        meters = new BusMeters(metrics);
        subscriptions = new Subscriptions(meters::delivered);
        requests = new Requests(ticker.timer(), meters);
        gauge = metrics.gauge("graft_bus_open_requests", "Requests that wait for their reply.", requests::open);
        SubscriptionSpec replies = SubscriptionSpec.transientOne(REPLIES, Qos.AT_LEAST_ONCE, topics.responses());
        subscriptions.add(replies, requests::reply, true, null);
    }

    /**
     * Takes the settings. A target that is absent or blank stays as it is: a file that an editor has emptied for a
     * moment, or that is gone, sends nobody's messages elsewhere. One that is mistaken, or that nothing installed meets,
     * leaves the binding as it is until it can be met; the log says so.
     */
    public void configure(Map<String, ?> configuration) {
        use(BusSettings.read(
                configuration, settings, problem -> LOG.warn("Configuration {}: {}", BusConfig.PID, problem)));
        String target = BusSettings.text(configuration, TARGET);
        if (!target.isEmpty()) {
            target(target);
        } else if (!configured) {
            target(BusSettings.text(configuration, TARGET + ".default"));
        } else {
            LOG.warn("The configuration has no {}; the bus stays as it is until the next start", TARGET);
        }
        configured = true;
    }

    /** Takes notice of a provider, or of its changed properties. Does not wait. */
    public void bind(MessageBus bus, Map<String, ?> properties) {
        lock.lock();
        try {
            Link known = candidates.find(bus);
            if (known == null) {
                candidates.add(new Link(bus, properties));
            } else {
                known.properties(properties);
            }
            select();
        } finally {
            lock.unlock();
        }
    }

    /** Lets a provider go: waits until what is open on it has ended, for the drain time-out at most. */
    public void unbind(MessageBus bus) {
        Link link = remove(bus);
        if (link == null) {
            return;
        }
        Duration timeout = settings.drain();
        int left = link.drain(timeout);
        lock.lock();
        try {
            subscriptions.end(link);
        } finally {
            lock.unlock();
        }
        if (left > 0) {
            LOG.warn(
                    "Bus provider {} is let go with {} deliveries and requests open after {} ms; messages that are not"
                            + " acknowledged come again, requests may time out",
                    link.name(),
                    left,
                    timeout.toMillis());
        }
    }

    @Override
    public CompletionStage<Void> publish(String topic, Envelope envelope, Qos qos) {
        return publish(new BusMessage(topic, envelope.write(settings.base64()), qos));
    }

    @Override
    public CompletionStage<Void> publish(BusMessage message) {
        return publish(current, message);
    }

    @Override
    public BusSubscription subscribe(SubscriptionSpec spec, BusListener listener) {
        lock.lock();
        try {
            if (closed) {
                throw new BusUnavailableException("the bus is being stopped; " + spec.name() + " is not subscribed");
            }
            Held held = subscriptions.add(spec, listener, false, current);
            reopenLater(current);
            return new Subscription(held);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<Envelope> request(String topic, Envelope request, Duration timeout) {
        Envelope identified = request.requestId().isEmpty()
                ? request.withRequestId(UUID.randomUUID().toString())
                : request;
        BusMessage message = new BusMessage(topic, identified.write(settings.base64()), Qos.AT_LEAST_ONCE);
        Link link = enter();
        return requests.send(
                identified.requestId(),
                "the request on " + topic,
                timeout,
                () -> publish(link, message),
                () -> leave(link));
    }

    @Override
    public EdgexTopics topics() {
        return topics;
    }

    @Override
    public Telemetry telemetry(String service) {
        TelemetryPublisher publisher = new TelemetryPublisher(this, service, ticker::remove);
        ticker.add(publisher);
        return publisher;
    }

    @Override
    public BusBindingStatus status() {
        Link link;
        boolean met;
        String target;
        String problem;
        List<Link> all;
        List<Subscribed> subscribed;
        lock.lock();
        try {
            link = current;
            met = candidates.met() && link != null;
            target = candidates.target();
            problem = met ? "" : problem();
            all = candidates.all();
            subscribed = subscriptions.status();
        } finally {
            lock.unlock();
        }
        Map<Link, BusProvider> providers = all.stream().collect(Collectors.toMap(each -> each, Link::provider));
        return new BusBindingStatus(
                target,
                met ? State.BOUND : link == null ? State.UNBOUND : State.KEPT,
                Optional.ofNullable(link).map(providers::get),
                problem,
                providers.values().stream()
                        .sorted(Comparator.comparing(BusProvider::name).thenComparing(BusProvider::version))
                        .toList(),
                subscribed,
                meters.counts(requests.open()));
    }

    /** For the gateway's end: ends all subscriptions, fails the requests that wait. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            for (Held each : subscriptions.all()) {
                subscriptions.remove(each, BusSubscription::close);
            }
        } finally {
            lock.unlock();
        }
        ticker.close();
        requests.close();
        gauge.close();
    }

    void use(BusSettings changed) {
        settings = changed;
        ticker.every(changed.telemetry());
    }

    private void target(String filter) {
        lock.lock();
        try {
            Target target = Target.of(filter);
            candidates.want(target);
            select();
            if (!candidates.met() && (current != null || !target.valid())) {
                LOG.error("{}", problem());
            }
        } finally {
            lock.unlock();
        }
    }

    private Link remove(MessageBus bus) {
        lock.lock();
        try {
            Link link = candidates.find(bus);
            if (link != null) {
                candidates.remove(link);
                select();
            }
            return link;
        } finally {
            lock.unlock();
        }
    }

    private void select() {
        Link before = current;
        Link next = closed ? null : candidates.select(before);
        if (next == before) {
            return;
        }
        if (next != null) {
            reopenLater(next);
        }
        current = next;
        if (before != null) {
            subscriptions.leave(before);
            retire(before);
        }
        if (next == null) {
            LOG.info("The bus is unbound from provider {}", before.name());
        } else {
            LOG.info("The bus is bound to provider {}", next.name());
        }
    }

    /** Opens what is not open there, and tries again where that fails. */
    private void reopenLater(Link link) {
        if (link != null && !subscriptions.openAll(link)) {
            ticker.later(REOPEN_SECONDS, TimeUnit.SECONDS, () -> reopen(link));
        }
    }

    private void reopen(Link link) {
        lock.lock();
        try {
            if (link == current && !closed) {
                reopenLater(link);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The provider that a request goes to, which is not let go before the request has ended; or null. */
    private Link enter() {
        Link link = current;
        while (link != null) {
            link.requestBegins();
            if (link == current) {
                return link;
            }
            leave(link);
            link = current;
        }
        return null;
    }

    private void leave(Link link) {
        if (link != null) {
            link.requestEnds();
            if (link != current) {
                retire(link);
            }
        }
    }

    /** Hears no replies any more from a provider that is not bound, once none is waited for. */
    private void retire(Link link) {
        if (!lock.tryLock()) { // this may be a provider's thread, which whoever has the lock waits for
            ticker.later(RETIRE_MILLIS, TimeUnit.MILLISECONDS, () -> retire(link));
            return;
        }
        try {
            if (link != current && link.requests() == 0) {
                subscriptions.end(link);
            }
        } finally {
            lock.unlock();
        }
    }

    private CompletionStage<Void> publish(Link link, BusMessage message) {
        if (link == null) {
            meters.failed.add(1);
            return CompletableFuture.failedStage(new BusUnavailableException(
                    "no bus provider is bound; the message on " + message.topic() + " is not published"));
        }
        try {
            return link.bus().publish(message).whenComplete((done, failure) -> {
                if (failure == null) {
                    meters.published();
                } else {
                    meters.failed.add(1);
                }
            });
        } catch (BusException e) {
            meters.failed.add(1);
            return CompletableFuture.failedStage(e);
        }
    }

    private String problem() {
        Link link = current;
        return candidates.problem() + (link == null ? "" : "; the binding to " + link.name() + " stays");
    }

    /** What a service holds. */
    private final class Subscription implements BusSubscription {

        private final Held held;

        Subscription(Held held) {
            this.held = held;
        }

        @Override
        public void close() {
            end(BusSubscription::close);
        }

        @Override
        public void cancel() {
            end(BusSubscription::cancel);
        }

        private void end(Consumer<BusSubscription> how) {
            lock.lock();
            try {
                subscriptions.remove(held, how);
            } finally {
                lock.unlock();
            }
            held.endDeliveries();
        }
    }
}
