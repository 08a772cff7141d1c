package io.graft.bus.mqtt.internal;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import io.graft.api.bus.BusListener;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.BusStatus;
import io.graft.api.bus.BusSubscription;
import io.graft.api.bus.BusUnavailableException;
import io.graft.api.bus.MessageBus;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.mqtt.internal.MqttSettings.Version;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bus over a broker of the site. Publications go by a session that leaves nothing behind; every subscription has a
 * session of its own, whose window is the broker's, which nobody else's messages fill, and in which a closed durable
 * subscription leaves at the broker what is published meanwhile.
 */
final class MqttBus implements MessageBus, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MqttBus.class);
    private static final long CLOSE_MILLIS = 3_000;
    private static final Duration SUBSCRIBE = Duration.ofSeconds(2);

    /** What the names of its threads begin with. */
    static final String THREAD = "graft-bus-mqtt";

    private final MqttSettings settings;
    private final Reasons reasons;
    private final Troubles troubles;
    private final Loop loop;
    private final Backoff backoff;
    private final Publisher publisher;
    private final Session publishing;
    private final OpenSubscription.Register register = new Names();
    private final Map<String, OpenSubscription> open = new LinkedHashMap<>();
    private final Map<String, OpenSubscription> leaving = new HashMap<>();
    private final LongAdder deliveredBefore = new LongAdder();
    private final LongAdder straysBefore = new LongAdder();
    private boolean closed;

    MqttBus(MqttSettings settings) {
        this.settings = settings;
        this.reasons = new Reasons(settings);
        this.troubles = new Troubles(settings.endpoint());
        this.loop = new Loop(THREAD);
        this.backoff = new Backoff(settings.pace().firstPause(), settings.pace().longestPause());
        this.publisher = new Publisher(loop.next(), settings, reasons, troubles, this::brokerIsThere);
        this.publishing = session(settings.clientId(), false, publisher, () -> true);
        publishing.open();
    }

    @Override
    public CompletionStage<Void> publish(BusMessage message) {
        return publisher.publish(message);
    }

    /** Waits for the broker's word, so that it takes effect at once as it should, as long as there is a connection. */
    @Override
    public BusSubscription subscribe(SubscriptionSpec spec, BusListener listener) {
        Subscription subscription = new Subscription(spec, listener, loop.next(), troubles);
        Session session = session(clientId(spec), spec.durable(), subscription, publisher::connected);
        OpenSubscription opened = new OpenSubscription(subscription, session, loop.next(), settings.drain(), register);
        Optional<OpenSubscription> before;
        synchronized (open) {
            if (closed) {
                throw new BusUnavailableException("the bus has been closed");
            }
            if (open.putIfAbsent(spec.name(), opened) != null) {
                throw new IllegalStateException("a subscription named " + spec.name() + " is open already");
            }
            before = Optional.ofNullable(leaving.get(spec.name()));
        }
        var unused = before.map(OpenSubscription::hurry)
                .orElseGet(() -> CompletableFuture.completedFuture(null))
                .whenComplete((gone, failure) -> opened.open());
        if (publisher.connected() && !loop.next().inEventLoop()) {
            subscription.awaitDecision(SUBSCRIBE);
        }
        return opened;
    }

    @Override
    public BusStatus status() {
        List<Subscription> subscriptions = subscriptions();
        Optional<Subscription> apart = subscriptions.stream()
                .filter(subscription -> !subscription.connected())
                .findFirst();
        boolean publishes = publisher.connected();
        boolean connected = publishes && apart.isEmpty();
        String detail = apart.filter(subscription -> publishes)
                .map(subscription -> "subscription " + subscription.spec().name() + ": " + subscription.state())
                .orElseGet(publisher::state);
        return new BusStatus(
                connected,
                settings.endpoint(),
                detail,
                -1,
                publisher.published(),
                deliveredBefore.sum()
                        + subscriptions.stream()
                                .mapToLong(Subscription::delivered)
                                .sum(),
                0,
                publisher.refused()
                        + straysBefore.sum()
                        + subscriptions.stream().mapToLong(Subscription::strays).sum(),
                subscriptions.stream().map(Subscription::status).toList());
    }

    /** Lets what was delivered be acknowledged for the drain time, then ends all connections. */
    @Override
    public void close() {
        List<OpenSubscription> last;
        synchronized (open) {
            if (closed) {
                return;
            }
            closed = true;
            last = List.copyOf(open.values());
        }
        last.forEach(OpenSubscription::close);
        List<OpenSubscription> going;
        synchronized (open) {
            going = List.copyOf(leaving.values());
        }
        await(
                going.stream().map(OpenSubscription::gone).toList(),
                settings.drain().toMillis() + CLOSE_MILLIS);
        await(List.of(publishing.close()), CLOSE_MILLIS);
        publisher.close();
        loop.end();
    }

    private static void await(List<CompletableFuture<Void>> ends, long millis) {
        try {
            CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("connections to the message broker were not ended in order", e);
        }
    }

    private List<Subscription> subscriptions() {
        synchronized (open) {
            return open.values().stream().map(OpenSubscription::subscription).toList();
        }
    }

    private String clientId(SubscriptionSpec spec) {
        return settings.clientId() + "-" + spec.name();
    }

    private Session session(String clientId, boolean durable, Session.Owner owner, BooleanSupplier worthwhile) {
        Session.Links links = new Session.Links() {
            @Override
            public Link link(Link.Session session, Link.Listener listener) throws IOException {
                return MqttBus.this.link(session, listener);
            }

            @Override
            public boolean worthwhile() {
                return worthwhile.getAsBoolean();
            }
        };
        return new Session(loop.next(), links, new Link.Session(clientId, durable), backoff, reasons, owner);
    }

    /** Subscriptions are made after the connection by which is published, so that whoever hears can answer. */
    private void brokerIsThere() {
        synchronized (open) {
            open.values().forEach(OpenSubscription::broker);
        }
    }

    private Link link(Link.Session session, Link.Listener listener) throws IOException {
        Optional<MqttClientSslConfig> tls = settings.tls().isPresent()
                ? Optional.of(TlsConfig.of(settings.tls().get()))
                : Optional.empty();
        return settings.version() == Version.V5
                ? new Mqtt5Link(settings, tls, loop, session, listener)
                : new Mqtt3Link(settings, tls, loop, session, listener);
    }

    private final class Names implements OpenSubscription.Register {

        @Override
        public void leaving(OpenSubscription subscription) {
            String name = subscription.subscription().spec().name();
            synchronized (open) {
                open.remove(name, subscription);
                leaving.put(name, subscription);
            }
            deliveredBefore.add(subscription.subscription().delivered());
            straysBefore.add(subscription.subscription().strays());
        }

        @Override
        public void left(OpenSubscription subscription) {
            var unused = subscription.gone().whenComplete((gone, failure) -> {
                synchronized (open) {
                    leaving.remove(subscription.subscription().spec().name(), subscription);
                }
            });
        }

        /** Connects once more without the session, which the broker forgets then. */
        @Override
        public CompletableFuture<Void> forget(OpenSubscription subscription) {
            SubscriptionSpec spec = subscription.subscription().spec();
            synchronized (open) {
                OpenSubscription last = leaving.putIfAbsent(spec.name(), subscription);
                if (last != subscription && (last != null || open.containsKey(spec.name()))) {
                    leaving.remove(spec.name(), subscription);
                    return CompletableFuture.completedFuture(null);
                }
            }
            Forgetting forgetting = new Forgetting();
            Session clean = session(clientId(spec), false, forgetting, () -> true);
            clean.open();
            CompletableFuture<Void> forgotten = new CompletableFuture<>();
            var unused = forgetting.done().whenComplete((done, failure) -> {
                if (failure != null) {
                    troubles.warn("it could not be told to forget subscription " + spec.name()
                            + ", and keeps its messages until the session expires: " + failure.getMessage());
                }
                var unusedToo = clean.close().thenRun(() -> {
                    forgotten.complete(null);
                    left(subscription);
                });
            });
            return forgotten;
        }
    }
}
