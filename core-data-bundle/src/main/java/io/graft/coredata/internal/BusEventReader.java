package io.graft.coredata.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.graft.api.bus.BusMessage;
import io.graft.api.model.Event;
import io.graft.bus.binding.EdgexTopics;
import io.graft.bus.binding.Envelope;
import io.graft.bus.binding.EnvelopeException;
import io.graft.coredata.internal.AddEventRequest.Target;
import io.graft.coredata.internal.BusRejectedException.Reason;
import io.graft.rest.ApiException;
import io.graft.rest.Payloads;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads the event that a message of the bus holds: an envelope of any form, in it a request to add an event, under the
 * limits that hold for REST; checked against the topic as EdgeX does. Safe for use by many threads.
 */
final class BusEventReader {

    /** As EdgeX wants it: the base prefix and what follows it, with or without the device service. */
    private static final int FEWEST_LEVELS = 6;

    /** Base64 and what is around it make a message longer than its event, but never twice as long. */
    private static final int LONGEST_ENVELOPE = 2;

    private static final int SMALL = 4096;

    private final EventReader reader = new EventReader();
    private final Payloads payloads = new Payloads();
    private final EdgexTopics topics;

    BusEventReader(EdgexTopics topics) {
        this.topics = topics;
    }

    /**
     * Reads a message.
     *
     * @param maxBytes the largest event that is taken, as it was encoded
     */
    Event read(BusMessage message, long maxBytes) throws BusRejectedException {
        requireSize(message.payload().length, SMALL + LONGEST_ENVELOPE * maxBytes, maxBytes);
        Envelope envelope;
        try {
            envelope = Envelope.read(message.payload());
        } catch (EnvelopeException e) {
            throw new BusRejectedException(Reason.MALFORMED, e.getMessage(), e);
        }
        requireSize(envelope.length(), maxBytes, maxBytes);
        Event event = event(envelope);
        requireNames(message.topic(), event);
        return event;
    }

    private static void requireSize(long bytes, long most, long maxBytes) throws BusRejectedException {
        if (bytes > most) {
            throw new BusRejectedException(
                    Reason.OVERSIZED, bytes + " bytes are more than max.event.size, " + maxBytes + " bytes");
        }
    }

    private Event event(Envelope envelope) throws BusRejectedException {
        boolean cbor = isCbor(envelope.contentType());
        try (JsonParser parser = payloads.parser(envelope.buffer(), envelope.offset(), envelope.length(), cbor)) {
            return reader.read(parser, envelope.buffer(), envelope.offset(), Target.ANY)
                    .event();
        } catch (ApiException e) {
            throw new BusRejectedException(Reason.INVALID, e.getMessage(), e);
        } catch (JsonProcessingException e) {
            throw new BusRejectedException(Reason.MALFORMED, Payloads.explain(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isCbor(String contentType) throws BusRejectedException {
        if (startsWith(contentType, Envelope.CBOR)) {
            return true;
        }
        if (contentType.isEmpty() || startsWith(contentType, Envelope.JSON)) {
            return false;
        }
        throw new BusRejectedException(
                Reason.MALFORMED,
                "the envelope's contentType is " + Tokens.shown(contentType) + "; send " + Envelope.JSON + " or "
                        + Envelope.CBOR);
    }

    private static boolean startsWith(String text, String start) {
        return text.regionMatches(true, 0, start, 0, start.length());
    }

    /** The last levels are profile, device and source; names in them may be escaped. */
    private void requireNames(String topic, Event event) throws BusRejectedException {
        int source = topic.lastIndexOf('/') + 1;
        int device = topic.lastIndexOf('/', source - 2) + 1;
        int profile = topic.lastIndexOf('/', device - 2) + 1;
        if (levels(topic) < FEWEST_LEVELS) {
            throw new BusRejectedException(
                    Reason.MISMATCHED,
                    "the topic has less than " + FEWEST_LEVELS
                            + " levels; publish to <prefix>/events/device/<service>/<profile>/<device>/<source>");
        }
        requireName("profileName", event.profileName(), topic, profile, device - 1);
        requireName("deviceName", event.deviceName(), topic, device, source - 1);
        requireName("sourceName", event.sourceName(), topic, source, topic.length());
    }

    private static int levels(String topic) {
        int levels = 1;
        for (int i = 0; i < topic.length(); i++) {
            if (topic.charAt(i) == '/') {
                levels++;
            }
        }
        return levels;
    }

    private void requireName(String field, String name, String topic, int from, int to) throws BusRejectedException {
        boolean same = to - from == name.length() && topic.startsWith(name, from);
        if (!same && !topics.matches(topic.substring(from, to), name)) {
            throw new BusRejectedException(
                    Reason.MISMATCHED,
                    "event's " + field + " " + Tokens.shown(name) + " mismatches "
                            + Tokens.shown(topic.substring(from, to)) + " in the topic");
        }
    }
}
