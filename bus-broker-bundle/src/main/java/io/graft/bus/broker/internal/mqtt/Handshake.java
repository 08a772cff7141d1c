package io.graft.bus.broker.internal.mqtt;

import io.graft.bus.broker.internal.BrokerSettings;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttIdentifierRejectedException;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.time.Duration;
import java.util.UUID;

/** A client's CONNECT, and the answer. */
final class Handshake {

    private static final int VERSION_5 = MqttVersion.MQTT_5.protocolLevel();
    private static final int UNLIMITED_RECEIVE = 65_535;

    private final MqttConnectVariableHeader header;
    private final MqttConnectPayload payload;
    private final BrokerSettings settings;
    private final boolean assigned;
    private final String clientId;
    private Will will;

    /** Why a client is refused, in the words of both versions. */
    enum Refusal {
        VERSION(
                MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION,
                MqttConnectReturnCode.CONNECTION_REFUSED_UNSUPPORTED_PROTOCOL_VERSION,
                "a version of MQTT that is neither 3.1, 3.1.1 nor 5"),
        IDENTIFIER(
                MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED,
                MqttConnectReturnCode.CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID,
                "a client that wants its session kept needs an identifier"),
        UNAVAILABLE(
                MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE,
                MqttConnectReturnCode.CONNECTION_REFUSED_QUOTA_EXCEEDED,
                "as many clients are connected as connections.max allows"),
        PASSWORD(
                MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD,
                MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD,
                "wrong user or password"),
        METHOD(
                MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED,
                MqttConnectReturnCode.CONNECTION_REFUSED_BAD_AUTHENTICATION_METHOD,
                "authentication methods of MQTT 5 are not offered"),
        TOPIC(
                MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED,
                MqttConnectReturnCode.CONNECTION_REFUSED_TOPIC_NAME_INVALID,
                "the topic of the will is none"),
        TOO_LARGE(
                MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED,
                MqttConnectReturnCode.CONNECTION_REFUSED_PACKET_TOO_LARGE,
                "the packet is too large");

        private final MqttConnectReturnCode version3;
        private final MqttConnectReturnCode version5;
        private final String why;

        Refusal(MqttConnectReturnCode version3, MqttConnectReturnCode version5, String why) {
            this.version3 = version3;
            this.version5 = version5;
            this.why = why;
        }

        /** What the decoder found wrong; null for what has no answer. */
        static Refusal of(Throwable cause) {
            if (cause instanceof MqttUnacceptableProtocolVersionException) {
                return VERSION;
            }
            if (cause instanceof MqttIdentifierRejectedException) {
                return IDENTIFIER;
            }
            return cause instanceof TooLongFrameException ? TOO_LARGE : null;
        }

        String why() {
            return why;
        }

        MqttConnAckMessage packet(boolean asVersion5) {
            return MqttMessageBuilders.connAck()
                    .returnCode(asVersion5 ? version5 : version3)
                    .build();
        }
    }

    Handshake(MqttConnectMessage message, BrokerSettings settings) {
        this.header = message.variableHeader();
        this.payload = message.payload();
        this.settings = settings;
        this.assigned =
                payload.clientIdentifier() == null || payload.clientIdentifier().isEmpty();
        this.clientId = assigned ? "graft-" + UUID.randomUUID() : payload.clientIdentifier();
    }

    boolean version5() {
        return header.version() == VERSION_5;
    }

    /** Why the client can't connect; null if it can, as far as this can tell. */
    Refusal check(int connected) {
        if (assigned && !version5() && !header.isCleanSession()) {
            return Refusal.IDENTIFIER;
        }
        if (header.properties().getProperty(MqttProperties.AUTHENTICATION_METHOD) != null) {
            return Refusal.METHOD;
        }
        if (connected >= settings.limits().connections()) {
            return Refusal.UNAVAILABLE;
        }
        if (needsLogin() && (payload.userName() == null || payload.passwordInBytes() == null)) {
            return Refusal.PASSWORD;
        }
        if (header.isWillFlag()) {
            try {
                will = Will.of(clientId, header, payload);
            } catch (IllegalArgumentException e) {
                return Refusal.TOPIC;
            }
        }
        return null;
    }

    boolean needsLogin() {
        return !settings.listening().realm().isEmpty();
    }

    /** Asks the realm; may take a moment. */
    boolean login() {
        return Login.permits(settings.listening(), payload.userName(), payload.passwordInBytes());
    }

    /** What is published when the connection breaks; null for nothing. */
    Will will() {
        return will;
    }

    Client client() {
        MqttProperties properties = header.properties();
        Integer receive = Packets.number(properties, MqttProperties.RECEIVE_MAXIMUM);
        Integer size = Packets.number(properties, MqttProperties.MAXIMUM_PACKET_SIZE);
        return new Client(
                clientId,
                version5(),
                header.isCleanSession(),
                sessionExpiry(),
                Duration.ofSeconds(header.keepAliveTimeSeconds()),
                receive == null ? UNLIMITED_RECEIVE : receive,
                size == null ? Long.MAX_VALUE : Integer.toUnsignedLong(size));
    }

    private Duration sessionExpiry() {
        if (!version5()) {
            return header.isCleanSession() ? Duration.ZERO : settings.limits().sessionExpiry();
        }
        Integer asked = Packets.number(header.properties(), MqttProperties.SESSION_EXPIRY_INTERVAL);
        return asked == null ? Duration.ZERO : capped(asked);
    }

    /** A session's expiry, as far as it is granted. */
    Duration capped(int seconds) {
        Duration asked = Duration.ofSeconds(Integer.toUnsignedLong(seconds));
        Duration most = settings.limits().sessionExpiry();
        return asked.compareTo(most) < 0 ? asked : most;
    }

    MqttConnAckMessage accepted(boolean sessionPresent) {
        MqttMessageBuilders.ConnAckBuilder answer = MqttMessageBuilders.connAck()
                .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                .sessionPresent(sessionPresent);
        return version5() ? answer.properties(offered()).build() : answer.build();
    }

    private MqttProperties offered() {
        MqttProperties offered = new MqttProperties();
        offered.add(new IntegerProperty(
                MqttProperties.SESSION_EXPIRY_INTERVAL, (int) sessionExpiry().toSeconds()));
        offered.add(new IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, Inbound.RECEIVE_MAXIMUM));
        offered.add(new IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, Listener.packetBytes(settings.limits())));
        offered.add(new IntegerProperty(MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE, 0));
        if (assigned) {
            offered.add(new StringProperty(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, clientId));
        }
        return offered;
    }
}
