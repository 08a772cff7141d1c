package io.graft.coredata.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import io.graft.api.bus.BusMessage;
import io.graft.api.bus.Qos;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.UUID;

/** Messages as EdgeX's device services publish them. */
final class Messages {

    static final String TOPIC = "edgex/events/device/device-virtual/Profile/Device/Source";

    private static final String JSON = "application/json";
    private static final String CBOR = "application/cbor";

    /** The forms of EdgeX's envelope. */
    enum Form {
        /** EdgeX 4. */
        INLINE {
            @Override
            byte[] message(String request) {
                return ("{\"apiVersion\":\"v3\",\"receivedTopic\":\"\",\"correlationID\":"
                                + "\"aa6fd0ae-0fa1-4dcd-9a37-2a2a2a6b0b9d\",\"requestID\":"
                                + "\"bb0f6d7c-b7b8-4ed2-9b0b-3a1b5d9c7c11\",\"errorCode\":0,\"payload\":" + request
                                + ",\"contentType\":\"application/json\"}")
                        .getBytes(UTF_8);
            }
        },
        /** EdgeX 3, and EdgeX 4 with EDGEX_MSG_BASE64_PAYLOAD. */
        BASE64 {
            @Override
            byte[] message(String request) {
                return base64(request.getBytes(UTF_8), JSON);
            }
        },
        /** An event with bytes in it. */
        CBOR_IN_BASE64 {
            @Override
            byte[] message(String request) {
                return base64(Requests.cbor(request), CBOR);
            }
        },
        /** EdgeX 4 with EDGEX_MSG_CBOR_ENCODE. */
        CBOR_INLINE {
            @Override
            byte[] message(String request) {
                return cbor(JSON, Requests.cbor(request), true);
            }
        },
        CBOR_OF_BYTES {
            @Override
            byte[] message(String request) {
                return cbor(CBOR, Requests.cbor(request), false);
            }
        },
        CBOR_OF_JSON {
            @Override
            byte[] message(String request) {
                return cbor(JSON, request.getBytes(UTF_8), false);
            }
        };

        /** A request to add an event in its envelope. */
        abstract byte[] message(String request);

        /** The same, published at least once to where it belongs. */
        BusMessage published(String request) {
            return new BusMessage(TOPIC, message(request), Qos.AT_LEAST_ONCE);
        }
    }

    private Messages() {}

    /** A valid request with an id and a value. */
    static String request(UUID id, int value) {
        return Requests.withReadings(Requests.simple("Int32", Integer.toString(value)))
                .replace(Requests.ID, id.toString());
    }

    private static byte[] base64(byte[] payload, String contentType) {
        return ("{\"apiVersion\":\"v3\",\"receivedTopic\":\"edgex/events/device/x\",\"correlationID\":"
                        + "\"aa6fd0ae-0fa1-4dcd-9a37-2a2a2a6b0b9d\",\"requestID\":\"\",\"errorCode\":0,\"payload\":\""
                        + Base64.getEncoder().encodeToString(payload) + "\",\"contentType\":\"" + contentType
                        + "\",\"queryParams\":{}}")
                .getBytes(UTF_8);
    }

    private static byte[] cbor(String contentType, byte[] payload, boolean inline) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CBORGenerator out = new CBORFactory().createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("apiVersion", "v3");
            out.writeStringField("correlationID", "aa6fd0ae-0fa1-4dcd-9a37-2a2a2a6b0b9d");
            out.writeNumberField("errorCode", 0);
            out.writeFieldName("payload");
            if (inline) {
                var parser = new CBORFactory().createParser(payload);
                parser.nextToken();
                out.copyCurrentStructure(parser);
            } else {
                out.writeBinary(payload);
            }
            out.writeStringField("contentType", contentType);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
