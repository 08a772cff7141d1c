package io.graft.coredata.internal;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import io.graft.coredata.internal.AddEventRequest.Target;
import io.graft.rest.internal.json.JsonCodec;
import io.graft.rest.internal.json.JsonErrors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Bodies of requests to add an event. */
final class Requests {

    static final String ID = "d5471d59-2810-419a-8744-18eb8fa03465";
    static final Target TARGET = new Target("Profile", "Device", "Source");

    /** A body's encoding. */
    enum Encoding {
        JSON,
        CBOR;

        /** A body with this content. */
        byte[] body(String json) {
            return this == JSON ? json.getBytes(StandardCharsets.UTF_8) : cbor(json);
        }
    }

    private static final JsonCodec CODEC = new JsonCodec();

    private Requests() {}

    /** Reads a body as the service does, malformed ones answered as the gateway does. */
    static AddEventRequest read(EventReader reader, byte[] body, Encoding encoding) {
        return read(reader, body, encoding, TARGET);
    }

    /** Reads a body as the service does, malformed ones answered as the gateway does. */
    static AddEventRequest read(EventReader reader, byte[] body, Encoding encoding, Target target) {
        try (JsonParser parser = CODEC.parser(body, encoding == Encoding.CBOR)) {
            return reader.read(parser, body, target);
        } catch (JsonProcessingException e) {
            if (JsonErrors.isInput(e)) {
                throw JsonErrors.explain(e);
            }
            throw new UncheckedIOException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A valid request with these readings. */
    static String withReadings(String... readings) {
        return event("\"origin\":1602168089665565200,\"readings\":[" + String.join(",", readings) + "]");
    }

    /** A request whose event has these further members. */
    static String event(String members) {
        return "{\"apiVersion\":\"v3\",\"requestId\":\"\",\"event\":{\"apiVersion\":\"v3\",\"id\":\"" + ID
                + "\",\"deviceName\":\"Device\",\"profileName\":\"Profile\",\"sourceName\":\"Source\"," + members
                + "}}";
    }

    /** A valid reading with these further members. */
    static String reading(String members) {
        return "{\"origin\":1602168089665565201,\"deviceName\":\"Device\",\"resourceName\":\"Resource\","
                + "\"profileName\":\"Profile\"," + members + "}";
    }

    /** A reading with a value given as text. */
    static String simple(String type, String value) {
        return reading("\"valueType\":\"" + type + "\",\"value\":\"" + value + "\"");
    }

    /** The same as CBOR, with binary values as byte strings. */
    static byte[] cbor(String json) {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (CBORGenerator out = new CBORFactory().createGenerator(bytes)) {
                while (parser.nextToken() != null) {
                    boolean binary = parser.currentToken() == JsonToken.VALUE_STRING
                            && "binaryValue".equals(parser.currentName());
                    if (binary) {
                        out.writeBinary(parser.getBinaryValue(Base64Variants.MIME_NO_LINEFEEDS));
                    } else {
                        out.copyCurrentEvent(parser);
                    }
                }
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
