package io.graft.bus.mqtt.internal;

import com.hivemq.client.mqtt.exceptions.ConnectionClosedException;
import com.hivemq.client.mqtt.exceptions.MqttEncodeException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3SubAckException;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAckReturnCode;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.Mqtt5ReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Tells in one line, for people, why the broker and the gateway are apart. */
final class Reasons {

    private static final Set<Mqtt5ConnAckReasonCode> WHO_5 = EnumSet.of(
            Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD,
            Mqtt5ConnAckReasonCode.NOT_AUTHORIZED,
            Mqtt5ConnAckReasonCode.BANNED);
    private static final Set<Mqtt3ConnAckReturnCode> WHO_3 =
            EnumSet.of(Mqtt3ConnAckReturnCode.BAD_USER_NAME_OR_PASSWORD, Mqtt3ConnAckReturnCode.NOT_AUTHORIZED);

    private static final String SUBSCRIPTION = "the broker refuses the subscription";
    private static final String MESSAGE = "the broker refuses the message";

    private final MqttSettings settings;

    Reasons(MqttSettings settings) {
        this.settings = settings;
    }

    /** Why a connection could not be made, or has ended. */
    String of(Throwable failure, String clientId) {
        Throwable cause = failure;
        while (true) {
            String known = known(cause, clientId);
            if (!known.isEmpty()) {
                return known;
            }
            if (cause.getCause() == null || cause.getCause() == cause) {
                return cause instanceof CompletionException || cause.getMessage() == null
                        ? cause.getClass().getSimpleName()
                        : oneLine(cause.getMessage());
            }
            cause = cause.getCause();
        }
    }

    private String known(Throwable cause, String clientId) {
        if (cause instanceof Mqtt5ConnAckException refused) {
            Mqtt5ConnAckReasonCode code = refused.getMqttMessage().getReasonCode();
            return WHO_5.contains(code) ? who(code.name()) : "the broker refuses the connection: " + said(code.name());
        }
        if (cause instanceof Mqtt3ConnAckException refused) {
            Mqtt3ConnAckReturnCode code = refused.getMqttMessage().getReturnCode();
            return WHO_3.contains(code) ? who(code.name()) : "the broker refuses the connection: " + said(code.name());
        }
        if (cause instanceof Mqtt5DisconnectException ended) {
            Mqtt5DisconnectReasonCode code = ended.getMqttMessage().getReasonCode();
            return code == Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER
                    ? taken(clientId)
                    : "the broker has ended the connection: " + said(code.name());
        }
        if (cause instanceof Mqtt5SubAckException refused) {
            return SUBSCRIPTION + ": "
                    + String.join(
                            ", ",
                            refused.getMqttMessage().getReasonCodes().stream()
                                    .filter(Mqtt5ReasonCode::isError)
                                    .map(code -> said(code.toString()))
                                    .toList())
                    + "; allow the user to read its topics";
        }
        if (cause instanceof Mqtt3SubAckException) {
            return SUBSCRIPTION + "; allow the user to read its topics";
        }
        if (cause instanceof Mqtt5PubAckException refused) {
            return MESSAGE + ": "
                    + said(refused.getMqttMessage().getReasonCode().name()) + "; allow the user to write to its topic";
        }
        if (cause instanceof MqttEncodeException wrong) {
            return MESSAGE + ", or would: " + oneLine(String.valueOf(wrong.getMessage()));
        }
        if (cause instanceof ConnectionClosedException ended && ended.getCause() == null) {
            return String.valueOf(ended.getMessage()).contains("PINGRESP")
                    ? "the broker does not answer"
                    : "the broker has closed the connection";
        }
        if (cause instanceof NoSuchFileException missing) {
            return "there is no file " + missing.getFile() + "; check tls.authorities, tls.certificate and tls.key";
        }
        if (cause instanceof UnknownHostException) {
            return "the host " + settings.host() + " is not known; check url";
        }
        if (cause instanceof SSLException) {
            return "no TLS with the broker: " + oneLine(String.valueOf(cause.getMessage()))
                    + "; check tls.authorities, tls.certificate and tls.key, the host's name in url, and that the broker"
                    + " speaks TLS there";
        }
        if (cause instanceof ConnectException || cause instanceof TimeoutException) {
            return oneLine(String.valueOf(cause.getMessage()));
        }
        return "";
    }

    /** Whether it is the subscription that is refused, and not the connection. */
    static boolean isOfSubscription(String reason) {
        return reason.startsWith(SUBSCRIPTION);
    }

    /** Whether it is the message that is refused: to publish it again is no use. */
    static boolean isOfMessage(String reason) {
        return reason.startsWith(MESSAGE);
    }

    /** What it is when connections of a client are ended again and again. */
    static String taken(String clientId) {
        return "another client has taken the session over: is there a second gateway with the client id " + clientId
                + "? Set client.id to another one";
    }

    private String who(String code) {
        return "the broker refuses "
                + (settings.user().isEmpty() ? "clients without a user" : "the user '" + settings.user() + "'") + " ("
                + said(code) + "); check user and password";
    }

    private static String said(String code) {
        return code.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
