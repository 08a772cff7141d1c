package io.graft.device.sdk.internal;

import io.graft.api.bus.BusMessage;
import io.graft.api.bus.BusSubscription;
import io.graft.api.bus.Delivery;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.EdgexTopics;
import io.graft.bus.binding.Envelope;
import io.graft.device.sdk.DeviceDriver;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a device service is asked and told on the bus: commands, validations, what has changed in core-metadata. */
final class BusSide implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BusSide.class);
    private static final int MOST_COMMANDS = 128;

    /** They share their lane with comparisons, for which there is always room. */
    private static final int MOST_SYSTEM_EVENTS = Lanes.MOST_WAITING / 2;

    private static final long WINDOW_BYTES = 8L << 20;

    private final String service;
    private final Bus bus;
    private final EdgexTopics topics;
    private final DeviceDriver driver;
    private final Commands commands;
    private final Outbox outbox;
    private final Patience patience;
    private final SystemEvents systemEvents;
    private final Lanes lanes;
    private final Warnings warnings = new Warnings(LOG);
    private final List<BusSubscription> subscriptions = new ArrayList<>();

    /** @param lanes where validations and system events are dealt with, one after the other */
    BusSide(
            String service,
            Bus bus,
            DeviceDriver driver,
            Commands commands,
            Outbox outbox,
            Patience patience,
            SystemEvents systemEvents,
            Lanes lanes) {
        this.service = service;
        this.bus = bus;
        this.topics = bus.topics();
        this.driver = driver;
        this.commands = commands;
        this.outbox = outbox;
        this.patience = patience;
        this.systemEvents = systemEvents;
        this.lanes = lanes;
    }

    /** Listens from now on. Nothing is kept for the service while it does not: who asked has given up by then. */
    void open() {
        subscribe("commands", MOST_COMMANDS, this::command, topics.deviceCommands(service));
        subscribe("validation", Lanes.MOST_WAITING, this::validation, topics.deviceValidation(service));
        subscribe(
                "system-events",
                MOST_SYSTEM_EVENTS,
                this::systemEvent,
                topics.systemEventsTo(service),
                topics.prefix() + "/system-events/core-metadata/deviceprofile/delete/#");
    }

    /** Publishes an event at least once. */
    CompletableFuture<Void> publish(Outbox.Message message) {
        DeviceEvent event = message.event();
        Envelope envelope = Envelope.of(message.bytes(), event.contentType());
        if (!message.correlationId().isEmpty()) {
            envelope = envelope.withCorrelationId(message.correlationId());
        }
        return bus.publish(
                        topics.event(service, event.profile(), event.device(), event.source()),
                        envelope,
                        Qos.AT_LEAST_ONCE)
                .toCompletableFuture();
    }

    @Override
    public void close() {
        subscriptions.forEach(BusSubscription::close);
    }

    private interface Listener {
        /** Deals with an envelope and, when that is done, acknowledges it. */
        void take(String[] levels, Envelope envelope, Runnable acknowledge);
    }

    private void subscribe(String name, int window, Listener listener, String... filters) {
        SubscriptionSpec spec = new SubscriptionSpec(
                service + "-" + name, List.of(filters), Qos.AT_LEAST_ONCE, false, window, WINDOW_BYTES);
        subscriptions.add(bus.subscribe(spec, delivery -> deliver(delivery, listener)));
    }

    private void deliver(Delivery delivery, Listener listener) {
        BusMessage message = delivery.message();
        try {
            Envelope envelope = Envelope.read(message.payload());
            listener.take(message.topic().split("/", -1), envelope, delivery::acknowledge);
        } catch (RuntimeException e) {
            delivery.acknowledge();
            warnings.warn(message.topic(), "a message on " + message.topic() + " is ignored: " + e.getMessage());
        }
    }

    /** The topic ends with device, command, and get or set. */
    private void command(String[] levels, Envelope request, Runnable acknowledge) {
        int last = levels.length - 1;
        String method = levels[last];
        String device = topicName(levels[last - 2]);
        String source = topicName(levels[last - 1]);
        CompletableFuture<Envelope> reply;
        try {
            reply = switch (method) {
                case "get" -> get(device, source, request);
                case "set" -> set(device, source, request);
                default -> throw ApiException.invalid("'" + method + "' is neither get nor set");
            };
        } catch (ApiException e) {
            reply = CompletableFuture.failedFuture(e);
        } catch (RuntimeException e) {
            LOG.error("a command to device {} has failed", device, e);
            reply = CompletableFuture.failedFuture(
                    new ApiException(ErrorKind.SERVER_ERROR, "the command has failed: " + e, e));
        }
        CompletableFuture<Envelope> unused = reply.whenComplete((answer, failure) -> {
            acknowledge.run();
            respond(failure == null ? answer : request.error(cause(failure).getMessage()));
        });
    }

    private CompletableFuture<Envelope> get(String device, String source, Envelope request) {
        CommandQuery query = CommandQuery.of(request.queryParams());
        CompletableFuture<Optional<DeviceEvent>> read =
                patience.limit(device, commands.get(device, source, query.pattern(), query.forDriver()));
        return read.thenApply(event -> {
            if (query.push()) {
                event.ifPresent(each -> outbox.offer(each, request.correlationId()));
            }
            if (!query.giveBack()) {
                return request.reply(new byte[0], Envelope.JSON);
            }
            return event.map(each -> request.reply(each.response(request.requestId()), each.contentType()))
                    .orElseGet(() -> request.error("device " + device + " has no value of " + source + " now"));
        });
    }

    private CompletableFuture<Envelope> set(String device, String source, Envelope request) {
        CommandQuery query = CommandQuery.of(request.queryParams());
        return patience.limit(
                        device,
                        commands.set(
                                device,
                                source,
                                CommandRoutes.values(request.buffer(), request.offset(), request.length()),
                                query.forDriver()))
                .thenApply(event -> {
                    event.ifPresent(each -> outbox.offer(each, request.correlationId()));
                    return request.reply(new byte[0], Envelope.JSON);
                });
    }

    private void validation(String[] levels, Envelope request, Runnable acknowledge) {
        inLane(service + "-validation", acknowledge, () -> {
            try {
                driver.validate(Dtos.device(Json.field(
                        Json.MAPPER.readTree(request.buffer(), request.offset(), request.length()), "device")));
                respond(request.reply(new byte[0], Envelope.JSON));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                respond(request.error(String.valueOf(e.getMessage())));
            }
        });
    }

    private void systemEvent(String[] levels, Envelope event, Runnable acknowledge) {
        // Not beside a comparison, which would undo what came after it had asked core-metadata.
        inLane(Keeping.lane(service), acknowledge, () -> {
            try {
                systemEvents.take(Json.MAPPER.readTree(event.buffer(), event.offset(), event.length()));
            } catch (IOException | RuntimeException e) {
                warnings.warn("system-events", "a system event is ignored: " + e.getMessage());
            }
        });
    }

    private void inLane(String lane, Runnable acknowledge, Runnable task) {
        boolean taken = lanes.submit(lane, () -> {
            try {
                task.run();
            } finally {
                acknowledge.run();
            }
        });
        if (!taken) {
            acknowledge.run();
        }
    }

    private void respond(Envelope reply) {
        if (reply.requestId().isEmpty()) {
            warnings.warn("reply", "a request has no request id, so that it can't be answered");
            return;
        }
        String topic = topics.response(service, reply.requestId());
        CompletionStage<Void> unused = bus.publish(topic, reply, Qos.AT_LEAST_ONCE)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        warnings.warn(
                                "reply", "a reply could not be published on " + topic + ": " + failure.getMessage());
                    }
                });
    }

    /** EdgeX's own services always escape here, whatever they do elsewhere. */
    private static String topicName(String level) {
        return EdgexTopics.unescape(level);
    }

    private static Throwable cause(Throwable failure) {
        return failure.getCause() == null || !(failure instanceof CompletionException) ? failure : failure.getCause();
    }
}
