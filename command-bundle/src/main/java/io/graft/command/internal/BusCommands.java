package io.graft.command.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graft.api.bus.BusException;
import io.graft.api.bus.BusSubscription;
import io.graft.api.bus.BusTimeoutException;
import io.graft.api.bus.BusUnavailableException;
import io.graft.api.bus.Delivery;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.api.command.CommandException;
import io.graft.bus.binding.Bus;
import io.graft.bus.binding.EdgexTopics;
import io.graft.bus.binding.Envelope;
import io.graft.bus.binding.EnvelopeException;
import io.graft.command.internal.Directory.Target;
import io.graft.command.internal.check.Source;
import io.graft.rest.ApiException;
import io.graft.rest.Payloads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes commands over the bus, holds them against the profile, and forwards them to the device services, as EdgeX's
 * core-command does. What is under way at once is bounded by the subscription's window: a request keeps its place until
 * it is answered.
 */
final class BusCommands implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BusCommands.class);
    private static final String NAME = "core-command";
    private static final String WAY = "bus";
    private static final int WINDOW = 64;
    private static final long WINDOW_BYTES = 8L << 20;
    private static final int THREADS = 2;
    private static final int LONGEST_ID = 256;

    private final Bus bus;
    private final CommandCenter center;
    private final Directory directory;
    private final Admission admission;
    private final BusQueries queries;
    private final BusMeters meters;
    private final Supplier<Settings> settings;
    private final Payloads payloads = new Payloads();
    private final JsonMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private final Map<String, BusRequest> open = new ConcurrentHashMap<>();
    private final ExecutorService threads;
    private final BusSubscription subscription;
    private volatile boolean closed;

    BusCommands(
            Bus bus,
            CommandCenter center,
            Directory directory,
            Admission admission,
            BusMeters meters,
            Supplier<Settings> settings) {
        this.bus = bus;
        this.center = center;
        this.directory = directory;
        this.admission = admission;
        this.queries = new BusQueries(directory, settings);
        this.meters = meters;
        this.settings = settings;
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "graft-command-bus-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        subscription = bus.subscribe(
                new SubscriptionSpec(
                        "core-command-requests",
                        List.of(bus.topics().coreCommands(), bus.topics().coreCommandQueries()),
                        Qos.AT_LEAST_ONCE,
                        false,
                        WINDOW,
                        WINDOW_BYTES),
                this::deliver);
    }

    /** Takes no more requests, and answers those that are open. */
    @Override
    public void close() {
        closed = true;
        subscription.cancel();
        threads.shutdown();
        List.copyOf(open.values())
                .forEach(request -> request.refuse(
                        "core-command is being stopped; whether the device has carried the command out is not known"));
    }

    private void deliver(Delivery delivery) {
        try {
            threads.execute(() -> take(delivery));
        } catch (RejectedExecutionException e) {
            LOG.debug(
                    "A request on {} comes while core-command is being stopped",
                    delivery.message().topic(),
                    e);
            delivery.acknowledge();
        }
    }

    private void take(Delivery delivery) {
        BusRequest request;
        try {
            request = new BusRequest(delivery, Envelope.read(delivery.message().payload()), this::publish);
        } catch (EnvelopeException e) {
            reject(delivery, e.getMessage());
            return;
        }
        String id = request.id();
        if (id.isBlank()
                || id.length() > LONGEST_ID
                || id.chars().anyMatch(c -> c == '/' || c == '+' || c == '#' || c == 0)) {
            reject(delivery, "it has no request id that could be a level of a topic, so nobody would hear the answer");
            return;
        }
        if (open.putIfAbsent(id, request) != null) {
            meters.repeated();
            delivery.acknowledge();
            return;
        }
        meters.taken();
        if (closed) {
            request.refuse("core-command is being stopped; the command has not been carried out");
            return;
        }
        try {
            answer(request);
        } catch (CommandException e) {
            request.refuse(e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("The request {} on {} failed", id, delivery.message().topic(), e);
            request.refuse("internal error; the gateway's log has more under the request's id " + id);
        }
    }

    private void reject(Delivery delivery, String why) {
        meters.rejected(delivery.message().topic(), why);
        delivery.acknowledge();
    }

    private void answer(BusRequest request) {
        String[] levels = request.levels();
        String prefix = bus.topics().prefix() + "/core/commandquery/";
        if (request.topic().startsWith(prefix)) {
            String last = levels[levels.length - 1];
            boolean all = last.equalsIgnoreCase("all");
            request.reply(all ? queries.all(request.envelope()) : queries.one(request.envelope(), deviceOf(last)));
            return;
        }
        int least = prefix.split("/").length + 4;
        String method = levels[levels.length - 1].toLowerCase(Locale.ROOT);
        boolean read = method.equals("get");
        if (levels.length != least || !(read || method.equals("set"))) {
            throw new CommandException(
                    400,
                    "a command is published to " + bus.topics().prefix()
                            + "/core/command/request/<device>/<command>/<get or set>");
        }
        String device = deviceOf(levels[least - 3]);
        String command = commandOf(device, levels[least - 2]);
        if (read) {
            Target target = center.readable(device, command, request.envelope().queryParams());
            forward(request, target, command, method, new byte[0]);
        } else {
            Target target = center.writable(device, command);
            JsonNode values = center.checked(target, command, payload(request.envelope()));
            forward(request, target, command, method, values.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private void forward(BusRequest request, Target target, String command, String method, byte[] payload) {
        Admission.Pass pass = admission.enter(target.service().name(), WAY);
        try {
            Envelope sent = Envelope.json(payload)
                    // Of its own, so that whoever has asked may be in this gateway, too, and hears one answer only.
                    .withRequestId(UUID.randomUUID().toString())
                    .withQueryParams(request.envelope().queryParams());
            if (isUuid(request.envelope().correlationId())) {
                sent = sent.withCorrelationId(request.envelope().correlationId());
            }
            String topic = bus.topics().deviceCommand(target.service().name(), target.name(), command, method);
            bus.request(topic, sent, settings.get().requestTimeout())
                    .whenComplete((reply, failure) -> end(request, pass, method, reply, failure));
        } catch (RuntimeException e) {
            pass.close();
            throw e;
        }
    }

    private static void end(BusRequest request, Admission.Pass pass, String method, Envelope reply, Throwable failure) {
        try (pass) {
            if (failure == null) {
                pass.answered();
                request.pass(reply);
                return;
            }
            Throwable why =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            boolean late = why instanceof BusTimeoutException;
            if (late) {
                pass.failed(why.getMessage());
            }
            boolean unknown = method.equals("set") && !(why instanceof BusUnavailableException);
            request.refuse(why.getMessage() + (unknown ? "; whether the device has done it is not known" : ""));
        }
    }

    private void publish(BusRequest request, Envelope answer) {
        open.remove(request.id(), request);
        String topic = bus.topics().response(NAME, request.id());
        try {
            bus.publish(topic, answer, Qos.AT_LEAST_ONCE).whenComplete((done, failure) -> {
                if (failure != null) {
                    meters.unanswered(topic, failure);
                }
            });
        } catch (IllegalArgumentException | BusException e) {
            meters.unanswered(topic, e);
        }
    }

    private JsonNode payload(Envelope envelope) {
        if (envelope.length() == 0) {
            return json.createObjectNode();
        }
        if (envelope.length() > settings.get().maxRequestBytes()) {
            throw new CommandException(
                    413,
                    "the payload is longer than " + settings.get().maxRequestBytes() + " bytes (max.request.size)");
        }
        boolean cbor = envelope.contentType().equals(Envelope.CBOR);
        try (JsonParser parser = payloads.parser(envelope.buffer(), envelope.offset(), envelope.length(), cbor)) {
            return json.readTree(parser);
        } catch (JsonProcessingException e) {
            throw new CommandException(400, "the payload can't be read: " + Payloads.explain(e), e);
        } catch (IOException | ApiException e) {
            throw new CommandException(400, "the payload can't be read: " + e.getMessage(), e);
        }
    }

    /** A level is a name as it is, or escaped. */
    private String deviceOf(String level) {
        boolean asItIs = level.indexOf('%') < 0 || directory.device(level).isPresent();
        return asItIs ? level : EdgexTopics.unescape(level);
    }

    private String commandOf(String device, String level) {
        boolean asItIs = level.indexOf('%') < 0
                || Source.of(directory.target(device).profile(), level).isPresent();
        return asItIs ? level : EdgexTopics.unescape(level);
    }

    /** Device services refuse a correlation id that is none, after they have carried the command out. */
    private static boolean isUuid(String id) {
        try {
            UUID.fromString(id);
            return id.length() == 36;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
