package io.graft.coredata.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.graft.api.model.Event;
import io.graft.api.model.JsonText;
import io.graft.api.model.Reading;
import io.graft.coredata.internal.AddEventRequest.Target;
import io.graft.rest.ApiException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads requests to add an event, from JSON or CBOR, in one pass over the tokens. What can't be decoded ends it at
 * once; what is decoded but not valid is collected and told together.
 */
final class EventReader {

    private enum RequestField {
        API_VERSION("apiVersion", 0x1),
        REQUEST_ID("requestId", 0x2),
        EVENT("event", 0x4);

        private final String jsonName;
        private final int bit;

        RequestField(String jsonName, int bit) {
            this.jsonName = jsonName;
            this.bit = bit;
        }
    }

    private enum EventField {
        API_VERSION("apiVersion", 0x1),
        ID("id", 0x2),
        DEVICE_NAME("deviceName", 0x4),
        PROFILE_NAME("profileName", 0x8),
        SOURCE_NAME("sourceName", 0x10),
        ORIGIN("origin", 0x20),
        READINGS("readings", 0x40),
        TAGS("tags", 0x80);

        private final String jsonName;
        private final int bit;

        EventField(String jsonName, int bit) {
            this.jsonName = jsonName;
            this.bit = bit;
        }
    }

    private static final String REQUEST = "AddEventRequest";
    private static final String EVENT = REQUEST + ".Event";
    private static final FieldNames<RequestField> REQUEST_FIELDS =
            new FieldNames<>(RequestField.class, field -> field.jsonName);
    private static final FieldNames<EventField> EVENT_FIELDS =
            new FieldNames<>(EventField.class, field -> field.jsonName);

    private final FreeJson freeJson = new FreeJson();
    private final NameCache names = new NameCache();

    /**
     * Reads a request.
     *
     * @param parser stands before the first token of the body
     * @param body what the parser reads
     * @param target the names that the event must have
     * @throws ApiException 400 if it is not valid; the message names the fields
     * @throws IOException if it is malformed
     */
    AddEventRequest read(JsonParser parser, byte[] body, Target target) throws IOException {
        return read(parser, body, 0, target);
    }

    /** The same of a body that begins somewhere within the bytes. */
    AddEventRequest read(JsonParser parser, byte[] bytes, int bodyStart, Target target) throws IOException {
        AddEventRequest request = new Pass(new Tokens(parser, bytes, bodyStart, freeJson, names), target).request();
        if (parser.nextToken() != null) {
            throw ApiException.invalid(REQUEST + " is followed by more than white space; send one object");
        }
        return request;
    }

    /** One pass over one request. */
    private static final class Pass {

        private final Tokens tokens;
        private final Target target;
        private final Failures readingFailures = new Failures();

        private String apiVersion = "";
        private String requestId = "";
        private String eventVersion = "";
        private String id = "";
        private String deviceName = "";
        private String profileName = "";
        private String sourceName = "";
        private long origin;
        private List<Reading> readings = List.of();
        private JsonText tags;
        private JsonText extensions;

        Pass(Tokens tokens, Target target) {
            this.tokens = tokens;
            this.target = target;
        }

        AddEventRequest request() throws IOException {
            tokens.next();
            tokens.requireObject(REQUEST);
            int seen = 0;
            for (String name = tokens.nextField(); name != null; name = tokens.nextField()) {
                RequestField field = REQUEST_FIELDS.find(name);
                tokens.next();
                if (field == null) {
                    tokens.skip();
                    continue;
                }
                seen = tokens.once(seen, field.bit, REQUEST, field.jsonName);
                switch (field) {
                    case API_VERSION -> apiVersion = tokens.name(REQUEST, field.jsonName);
                    case REQUEST_ID -> requestId = tokens.text(REQUEST, field.jsonName);
                    case EVENT -> event();
                }
            }
            return validated();
        }

        private void event() throws IOException {
            if (tokens.isNull()) {
                return;
            }
            tokens.requireObject(EVENT);
            int seen = 0;
            Extensions unknown = null;
            for (String name = tokens.nextField(); name != null; name = tokens.nextField()) {
                EventField field = EVENT_FIELDS.find(name);
                tokens.next();
                if (field == null) {
                    unknown = unknown == null ? new Extensions(EVENT) : unknown;
                    unknown.add(name, tokens);
                    continue;
                }
                seen = tokens.once(seen, field.bit, EVENT, field.jsonName);
                switch (field) {
                    case API_VERSION -> eventVersion = tokens.name(EVENT, field.jsonName);
                    case ID -> id = tokens.text(EVENT, field.jsonName);
                    case DEVICE_NAME -> deviceName = tokens.name(EVENT, field.jsonName);
                    case PROFILE_NAME -> profileName = tokens.name(EVENT, field.jsonName);
                    case SOURCE_NAME -> sourceName = tokens.name(EVENT, field.jsonName);
                    case ORIGIN -> origin = tokens.integer(EVENT, field.jsonName);
                    case READINGS -> readings();
                    case TAGS -> tags = tokens.members(EVENT, field.jsonName);
                }
            }
            extensions = unknown == null ? null : unknown.json();
        }

        private void readings() throws IOException {
            if (tokens.isNull()) {
                return;
            }
            if (tokens.current() != JsonToken.START_ARRAY) {
                throw tokens.mismatch(EVENT, "readings", "an array");
            }
            ReadingReader reader = new ReadingReader(tokens, EVENT + ".Readings", readingFailures);
            readings = new ArrayList<>(4);
            while (tokens.next() != JsonToken.END_ARRAY) {
                readings.add(reader.read(readings.size()));
            }
        }

        private AddEventRequest validated() {
            Failures found = new Failures();
            if (apiVersion.isEmpty()) {
                found.add(REQUEST + ".BaseRequest.Versionable.ApiVersion", "is required");
            }
            if (!requestId.isEmpty() && Uuids.parse(requestId) == null) {
                found.add(REQUEST + ".BaseRequest.RequestId", "needs a uuid");
            }
            if (eventVersion.isEmpty()) {
                found.add(EVENT + ".Versionable.ApiVersion", "is required");
            }
            UUID uuid = Uuids.parse(id);
            if (uuid == null) {
                found.add(EVENT + ".Id", id.isEmpty() ? "is required" : "needs a uuid");
            }
            requireName(found, "deviceName", deviceName, target.deviceName());
            requireName(found, "profileName", profileName, target.profileName());
            requireName(found, "sourceName", sourceName, target.sourceName());
            if (origin == 0) {
                found.add(EVENT + ".Origin", "is required");
            }
            if (readings.isEmpty()) {
                found.add(EVENT + ".Readings", "should greater than 0");
            }
            found.addAll(readingFailures);
            found.check();
            return new AddEventRequest(
                    requestId,
                    new Event(uuid, deviceName, profileName, sourceName, origin, readings, tags, extensions));
        }

        private static void requireName(Failures found, String field, String name, String expected) {
            if (!Tokens.requireName(found, EVENT, field, name)) {
                return;
            }
            if (expected != null && !name.equals(expected)) {
                found.add("event's " + field + " " + Tokens.shown(name) + " mismatches " + Tokens.shown(expected));
            }
        }
    }
}
