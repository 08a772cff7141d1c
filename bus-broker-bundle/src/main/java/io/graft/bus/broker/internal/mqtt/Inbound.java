package io.graft.bus.broker.internal.mqtt;

import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Qos;
import io.graft.bus.broker.internal.route.Origin;
import io.graft.bus.broker.internal.route.Publication;
import io.graft.bus.broker.internal.route.Receipt;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a client publishes, and its acknowledgements: in the order of the publications, and many at a time. While something
 * of it waits for a place the connection is not read from. Belongs to the connection's thread where nothing else is said.
 */
final class Inbound implements Origin {

    /** How many may be unacknowledged at once, of MQTT 5. */
    static final int RECEIVE_MAXIMUM = 1_000;

    private static final int ACKNOWLEDGEMENT_BYTES = 4;

    private final Hub hub;
    private final ChannelHandlerContext context;
    private final String clientId;
    private final Session session;
    private final Runnable resumed;
    private final Deque<Acknowledgement> unacknowledged = new ArrayDeque<>();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicBoolean acknowledgingSoon = new AtomicBoolean();
    private boolean reading;
    private volatile boolean ended;

    private final class Acknowledgement extends Receipt {
        private final int type;
        private final int packetId;
        private volatile boolean completed;

        Acknowledgement(int type, int packetId) {
            this.type = type;
            this.packetId = packetId;
        }

        @Override
        protected void completed() {
            completed = true;
            acknowledgeSoon();
        }
    }

    /** @param resumed called when the connection is read from again */
    Inbound(Hub hub, ChannelHandlerContext context, Session session, Runnable resumed) {
        this.hub = hub;
        this.context = context;
        this.session = session;
        this.clientId = session.clientId();
        this.resumed = resumed;
    }

    /** A packet is being read: acknowledgements wait until all of what has come is read. */
    void beginRead() {
        reading = true;
    }

    /** All of what has come is read. */
    void endRead() {
        reading = false;
        acknowledgingSoon.set(false);
        acknowledge();
    }

    /** How many are not acknowledged yet. */
    int open() {
        return unacknowledged.size();
    }

    /** Whether the connection is read from. */
    boolean isReading() {
        return held.get() == 0;
    }

    /**
     * Publishes.
     *
     * @throws IllegalArgumentException if the topic is not one to publish to
     */
    void publish(MqttPublishMessage packet) {
        int qos = packet.fixedHeader().qosLevel().value();
        int packetId = packet.variableHeader().packetId();
        Publication publication = publication(packet);
        if (qos == MqttQoS.EXACTLY_ONCE.value() && (session.isUnreleased(packetId) || isUnderWay(packetId))) {
            acknowledgeAgain(packetId);
            return;
        }
        Receipt receipt = qos == 0 ? new Nothing() : acknowledgement(qos, packetId);
        hub.router().route(publication, receipt);
    }

    private static final class Nothing extends Receipt {
        @Override
        protected void completed() {}
    }

    private Acknowledgement acknowledgement(int qos, int packetId) {
        Acknowledgement acknowledgement = new Acknowledgement(qos == 1 ? Packets.PUBACK : Packets.PUBREC, packetId);
        unacknowledged.addLast(acknowledgement);
        return acknowledgement;
    }

    private void acknowledgeAgain(int packetId) {
        if (!isUnderWay(packetId)) {
            acknowledgement(MqttQoS.EXACTLY_ONCE.value(), packetId).done();
        }
    }

    private boolean isUnderWay(int packetId) {
        return unacknowledged.stream().anyMatch(each -> each.packetId == packetId && each.type == Packets.PUBREC);
    }

    private Publication publication(MqttPublishMessage packet) {
        ByteBuf payload = packet.payload();
        MqttProperties properties = packet.variableHeader().properties();
        Integer expiry = Packets.number(properties, MqttProperties.PUBLICATION_EXPIRY_INTERVAL);
        BusMessage message = new BusMessage(
                packet.variableHeader().topicName(),
                ByteBufUtil.getBytes(payload),
                packet.fixedHeader().qosLevel() == MqttQoS.AT_MOST_ONCE ? Qos.AT_MOST_ONCE : Qos.AT_LEAST_ONCE);
        return new Publication(
                message,
                clientId,
                this,
                packet.fixedHeader().isRetain(),
                Packets.passedOn(properties),
                expiry == null
                        ? Long.MAX_VALUE
                        : System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.toUnsignedLong(expiry)));
    }

    /** By any thread. */
    private void acknowledgeSoon() {
        if (acknowledgingSoon.compareAndSet(false, true) && !(context.executor().inEventLoop() && reading)) {
            inItsThread(() -> {
                acknowledgingSoon.set(false);
                acknowledge();
            });
        }
    }

    /** Sends what is complete, in order. */
    void acknowledge() {
        if (unacknowledged.isEmpty() || !unacknowledged.peekFirst().completed || ended) {
            return;
        }
        ByteBuf out = context.alloc().buffer(ACKNOWLEDGEMENT_BYTES * unacknowledged.size());
        while (!unacknowledged.isEmpty() && unacknowledged.peekFirst().completed) {
            Acknowledgement first = unacknowledged.removeFirst();
            if (first.type == Packets.PUBREC) {
                session.unreleased(first.packetId);
            }
            Packets.acknowledge(out, first.type, first.packetId);
        }
        Wire.send(context, out);
    }

    /** By any thread; where something begins to wait it is the connection's own. */
    @Override
    public void hold() {
        if (held.getAndIncrement() == 0) {
            context.channel().config().setAutoRead(false);
        }
    }

    /** By any thread. */
    @Override
    public void release() {
        if (held.decrementAndGet() == 0) {
            inItsThread(this::resume);
        }
    }

    /** Where the broker's threads have ended there is no connection left to do anything for. */
    private void inItsThread(Runnable work) {
        if (!ended) {
            try {
                context.executor().execute(work);
            } catch (RejectedExecutionException e) {
                ended = true;
            }
        }
    }

    private void resume() {
        if (held.get() == 0 && !ended) {
            resumed.run();
            context.channel().config().setAutoRead(true);
        }
    }

    /** The connection has ended. */
    void end() {
        ended = true;
        hub.subscriptions().ended(this);
    }
}
