package io.graft.bus.broker.internal.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's connection, from its first packet to its last. Everything runs in its channel's thread, but for {@link #end}. */
final class Connection extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final long CONNECT_SECONDS = 10;
    /** How long who guesses passwords waits for each answer. */
    private static final long GUESS_SECONDS = 1;

    private static final double KEEP_ALIVE_TIMES = 1.5;
    /** Less than clients wait for the answer to a PINGREQ. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Hub hub;
    private final AtomicBoolean sendingSoon = new AtomicBoolean();
    /** What a client sends on while it is asked for whether it may. */
    private final Deque<Object> early = new ArrayDeque<>();

    private ChannelHandlerContext context;
    private Handshake handshake;
    private Client client;
    private Session session;
    private Inbound inbound;
    private Subscribing subscribing;
    private Outgoing outgoing;
    private Will will;
    private Future<?> timer;
    private long lastRead;
    private boolean ended;

    Connection(Hub hub) {
        this.hub = hub;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        timer = active.executor().schedule(this::connectTooLate, CONNECT_SECONDS, TimeUnit.SECONDS);
    }

    private void connectTooLate() {
        if (session == null && !ended) {
            refuse(handshake, null, "no CONNECT within " + CONNECT_SECONDS + " s");
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object packet) {
        boolean kept = false;
        try {
            if (ended || !(packet instanceof MqttMessage message)) {
                return;
            }
            if (handshake != null && session == null) {
                early.addLast(packet);
                kept = true;
                return;
            }
            read(message);
        } finally {
            if (!kept) {
                ReferenceCountUtil.release(packet);
            }
        }
    }

    /** Also for a piece of a packet that takes long to come: the client is there. */
    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        lastRead = System.nanoTime();
        if (inbound != null) {
            inbound.endRead();
        }
    }

    private void read(MqttMessage message) {
        if (message.decoderResult().isFailure()) {
            malformed(message.decoderResult().cause());
            return;
        }
        if (session == null) {
            if (message instanceof MqttConnectMessage connect) {
                connect(connect);
            } else {
                refuse(
                        null,
                        null,
                        "the first packet is " + message.fixedHeader().messageType());
            }
            return;
        }
        inbound.beginRead();
        try {
            handle(message);
        } catch (IllegalArgumentException e) {
            fail(Disconnect.TOPIC_NAME_INVALID, e.getMessage());
        }
    }

    private void handle(MqttMessage message) {
        switch (message.fixedHeader().messageType()) {
            case PUBLISH -> publish((MqttPublishMessage) message);
            case PUBACK -> {
                session.acknowledged(packetId(message));
                send();
            }
            case PUBREL -> released(packetId(message));
            case SUBSCRIBE -> {
                subscribing.subscribe((MqttSubscribeMessage) message);
                send();
            }
            case UNSUBSCRIBE -> subscribing.unsubscribe((MqttUnsubscribeMessage) message);
            case PINGREQ -> Wire.send(context, MqttMessage.PINGRESP);
            case DISCONNECT -> disconnect(message);
            default ->
                fail(
                        Disconnect.PROTOCOL_ERROR,
                        "a client does not send " + message.fixedHeader().messageType());
        }
    }

    private static int packetId(MqttMessage message) {
        return ((MqttMessageIdVariableHeader) message.variableHeader()).messageId();
    }

    private void connect(MqttConnectMessage message) {
        Handshake asked = new Handshake(message, hub.settings().get());
        Handshake.Refusal refusal = asked.check(hub.sessions().connected());
        if (refusal != null) {
            refuse(asked, refusal, refusal.why());
            return;
        }
        handshake = asked;
        if (!asked.needsLogin()) {
            accept();
            return;
        }
        context.channel().config().setAutoRead(false);
        try {
            hub.work().execute(() -> {
                boolean permitted = asked.login();
                context.executor().execute(() -> loggedIn(permitted));
            });
        } catch (RejectedExecutionException e) {
            refuse(asked, Handshake.Refusal.UNAVAILABLE, "the broker is being closed");
        }
    }

    private void loggedIn(boolean permitted) {
        if (ended) {
            return;
        }
        if (!permitted) {
            var unused = context.executor().schedule(this::refuseUser, GUESS_SECONDS, TimeUnit.SECONDS);
            return;
        }
        accept();
        while (!early.isEmpty()) {
            Object packet = early.removeFirst();
            try {
                if (!ended) {
                    read((MqttMessage) packet);
                }
            } finally {
                ReferenceCountUtil.release(packet);
            }
        }
        inbound.endRead();
        if (inbound.isReading()) {
            context.channel().config().setAutoRead(true);
        }
    }

    private void refuseUser() {
        if (!ended) {
            refuse(handshake, Handshake.Refusal.PASSWORD, "wrong user or password, or the role is missing");
        }
    }

    private void accept() {
        timer.cancel(false);
        client = handshake.client();
        will = handshake.will();
        Sessions.Attached attached = hub.sessions().attach(this, client.id(), client.clean(), client.sessionExpiry());
        session = attached.session();
        subscribing = new Subscribing(hub, context, session, client.version5());
        outgoing = new Outgoing(this, context, session, client, hub.counters());
        inbound = new Inbound(hub, context, session, () -> lastRead = System.nanoTime());
        Wire.send(context, handshake.accepted(attached.present()));
        lastRead = System.nanoTime();
        if (client.keepAlive().toSeconds() > 0) {
            keepAlive();
        }
        LOG.debug(
                "client {} is connected from {}", client.id(), context.channel().remoteAddress());
        send();
    }

    /**
     * A client that the broker does not read from can't be heard, and would take the broker for dead when its PINGREQ
     * stays unread: it is told unasked that the broker is there.
     */
    private void keepAlive() {
        long most = (long) (client.keepAlive().toNanos() * KEEP_ALIVE_TIMES);
        long silent = inbound.isReading() ? System.nanoTime() - lastRead : 0;
        if (silent >= most) {
            fail(
                    Disconnect.KEEP_ALIVE_TIMEOUT,
                    "nothing was heard for " + Duration.ofNanos(silent).toSeconds() + " s");
        } else {
            if (!inbound.isReading()) {
                Wire.send(context, MqttMessage.PINGRESP);
            }
            timer = context.executor()
                    .schedule(this::keepAlive, Math.min(most - silent, LOOK_NANOS), TimeUnit.NANOSECONDS);
        }
    }

    private void publish(MqttPublishMessage message) {
        int size = message.payload().readableBytes();
        int besides = message.fixedHeader().remainingLength() - size;
        if (size > hub.settings().get().limits().messageBytes()) {
            fail(Disconnect.PACKET_TOO_LARGE, "a message of " + size + " bytes");
        } else if (besides > Frames.SMALL) {
            fail(Disconnect.PACKET_TOO_LARGE, "a topic and properties of " + besides + " bytes");
        } else if (Packets.number(message.variableHeader().properties(), MqttProperties.TOPIC_ALIAS) != null) {
            fail(Disconnect.TOPIC_ALIAS_INVALID, "topic aliases were not offered");
        } else if (client.version5()
                && inbound.open() >= Inbound.RECEIVE_MAXIMUM
                && message.fixedHeader().qosLevel().value() > 0) {
            fail(Disconnect.RECEIVE_MAXIMUM_EXCEEDED, "more than " + Inbound.RECEIVE_MAXIMUM + " unacknowledged");
        } else {
            inbound.publish(message);
        }
    }

    private void released(int packetId) {
        session.released(packetId);
        ByteBuf out = context.alloc().buffer(4);
        Packets.acknowledge(out, Packets.PUBCOMP, packetId);
        Wire.send(context, out);
    }

    private void disconnect(MqttMessage message) {
        boolean withWill = false;
        if (message.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header) {
            withWill = header.reasonCode() == Disconnect.DISCONNECT_WITH_WILL_MESSAGE.byteValue();
            Integer expiry = Packets.number(header.properties(), MqttProperties.SESSION_EXPIRY_INTERVAL);
            if (expiry != null) {
                session.expiry(handshake.capped(expiry));
            }
        }
        if (!withWill) {
            will = null;
        }
        close();
    }

    /** Sends what waits for the client, in the channel's thread, soon. By any thread. */
    void sendSoon() {
        if (sendingSoon.compareAndSet(false, true)) {
            try {
                context.executor().execute(this::send);
            } catch (RejectedExecutionException e) {
                LOG.debug("the broker's threads have ended before that of {}", client.id());
            }
        }
    }

    private void send() {
        sendingSoon.set(false);
        if (!ended) {
            outgoing.send();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        if (session != null && changed.channel().isWritable()) {
            sendSoon();
        }
    }

    private void malformed(Throwable cause) {
        if (session == null) {
            refuse(null, Handshake.Refusal.of(cause), String.valueOf(cause.getMessage()));
        } else {
            fail(Frames.reason(cause), "a packet that can't be taken: " + cause.getMessage());
        }
    }

    private void refuse(Handshake asked, Handshake.Refusal refusal, String why) {
        hub.counters().rejected().increment();
        if (hub.log().now()) {
            LOG.info(
                    "a client at {} is refused: {} ({} more were ended or refused)",
                    context.channel().remoteAddress(),
                    why,
                    hub.log().unsaid());
        }
        ended = true;
        if (refusal == null) {
            Wire.close(context);
        } else {
            Wire.sendLast(context, refusal.packet(asked != null && asked.version5()));
        }
    }

    private void fail(Disconnect reason, String why) {
        hub.counters().rejected().increment();
        if (hub.log().now()) {
            long unsaid = hub.log().unsaid();
            LOG.info(
                    "the connection of client {} is ended: {} ({} more were ended or refused)",
                    client.id(),
                    why,
                    unsaid);
        }
        end(reason, why);
    }

    /** Ends the connection and tells why, to a client that understands it. By any thread. */
    void end(Disconnect reason, String why) {
        if (!context.executor().inEventLoop()) {
            context.executor().execute(() -> end(reason, why));
            return;
        }
        if (ended) {
            return;
        }
        inbound.acknowledge();
        ended = true;
        if (client.version5()) {
            Wire.sendLast(context, Packets.disconnect(reason));
        } else {
            Wire.close(context);
        }
    }

    private void close() {
        inbound.acknowledge();
        ended = true;
        Wire.close(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        ended = true;
        if (timer != null) {
            timer.cancel(false);
        }
        early.forEach(ReferenceCountUtil::release);
        early.clear();
        if (session != null) {
            inbound.end();
            hub.sessions().detach(session, this);
            if (will != null) {
                will.connectionEnded(hub, session);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        if (cause instanceof DecoderException && !ended) {
            malformed(cause.getCause() == null ? cause : cause.getCause());
            return;
        }
        String who = client == null ? String.valueOf(from.channel().remoteAddress()) : client.id();
        if (cause instanceof IOException) {
            LOG.debug("the connection of {} broke: {}", who, cause.toString());
        } else {
            LOG.warn("the connection of {} is ended: {}", who, cause.toString(), cause);
        }
        ended = true;
        Wire.close(from);
    }
}
