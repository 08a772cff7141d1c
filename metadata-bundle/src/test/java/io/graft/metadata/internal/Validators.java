package io.graft.metadata.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Delivery;
import io.graft.api.bus.Qos;
import io.graft.api.bus.SubscriptionSpec;
import io.graft.bus.binding.Envelope;
import io.graft.bus.binding.MemoryBus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/** Every device service there is, as far as it validates devices: all are fine, unless a test says otherwise. */
final class Validators {

    private final MemoryBus bus;
    private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    private volatile BiFunction<JsonNode, Envelope, Optional<Envelope>> behaviour = Validators::fine;

    Validators(MemoryBus bus) {
        this.bus = bus;
        bus.subscribe(
                SubscriptionSpec.transientOne("validators", Qos.AT_LEAST_ONCE, "edgex/+/validate/device"),
                this::validate);
    }

    /** @param replies to the device and the request; empty for no answer */
    void behave(BiFunction<JsonNode, Envelope, Optional<Envelope>> replies) {
        behaviour = replies;
    }

    /** The requests that have come. */
    List<JsonNode> asked() {
        return List.copyOf(asked);
    }

    /** The devices that were asked about. */
    List<JsonNode> devices() {
        return asked.stream().map(request -> request.get("device")).toList();
    }

    void answer(String service, Envelope reply) {
        String topic = "edgex/response/" + service + "/" + reply.requestId();
        bus.publish(new BusMessage(topic, reply.write(), Qos.AT_LEAST_ONCE));
    }

    private void validate(Delivery delivery) {
        Envelope request = Envelope.read(delivery.message().payload());
        JsonNode content = read(request);
        asked.add(content);
        delivery.acknowledge();
        String service = delivery.message().topic().split("/")[1];
        behaviour.apply(content.get("device"), request).ifPresent(reply -> answer(service, reply));
    }

    private static Optional<Envelope> fine(JsonNode device, Envelope request) {
        return Optional.of(request.reply(new byte[0], Envelope.TEXT));
    }

    private static JsonNode read(Envelope request) {
        try {
            return Api.MAPPER.readTree(request.text());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
