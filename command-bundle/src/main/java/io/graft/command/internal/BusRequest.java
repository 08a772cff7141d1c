package io.graft.command.internal;

import io.graft.api.bus.Delivery;
import io.graft.bus.binding.Envelope;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/** A request that has come over the bus; it is answered once, whoever is first. Safe for use by many threads. */
final class BusRequest {

    private final Delivery delivery;
    private final Envelope envelope;
    private final BiConsumer<BusRequest, Envelope> publisher;
    private final AtomicBoolean answered = new AtomicBoolean();

    /** @param publisher publishes the answer */
    BusRequest(Delivery delivery, Envelope envelope, BiConsumer<BusRequest, Envelope> publisher) {
        this.delivery = delivery;
        this.envelope = envelope;
        this.publisher = publisher;
    }

    Envelope envelope() {
        return envelope;
    }

    String id() {
        return envelope.requestId();
    }

    String topic() {
        return delivery.message().topic();
    }

    /** The levels of its topic. */
    String[] levels() {
        return topic().split("/", -1);
    }

    /** Answers with what a device service has answered, and gives its place in the window back. */
    void pass(Envelope reply) {
        Envelope answer = reply.withRequestId(envelope.requestId());
        answer(envelope.correlationId().isEmpty() ? answer : answer.withCorrelationId(envelope.correlationId()));
    }

    void reply(byte[] json) {
        answer(envelope.reply(json, Envelope.JSON));
    }

    void refuse(String message) {
        answer(envelope.error(message));
    }

    private void answer(Envelope answer) {
        if (answered.compareAndSet(false, true)) {
            publisher.accept(this, answer);
            delivery.acknowledge();
        }
    }
}
