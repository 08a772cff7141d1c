package io.graft.metadata.internal.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.rest.ApiException;
import io.graft.rest.Request;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Binds JSON as EdgeX does: keys in any case, unknown keys passed over, no value taken for one of another type; numbers
 * keep their digits. Thread-safe.
 */
public final class Json {

    private final ObjectMapper strict;
    private final ObjectMapper scalarsAsText;

    public Json() {
        strict = builder()
                .withCoercionConfig(LogicalType.Textual, textual -> textual.setCoercion(
                                CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
        scalarsAsText = builder().build();
    }

    /**
     * The body of a request, JSON or CBOR.
     *
     * @throws ApiException 400 naming the place if the body does not fit the type, or as {@link Request#parser}
     */
    public <T> T read(Request request, Class<T> type, long maxBytes) throws IOException {
        try (JsonParser parser = request.parser(maxBytes)) {
            return strict.readValue(parser, type);
        } catch (JsonProcessingException e) {
            throw BindingProblem.of(e);
        }
    }

    /**
     * A stored document.
     *
     * @param where names it in the message
     * @throws CorruptStoreException if it does not fit the type
     */
    public <T> T readStored(String body, Class<T> type, String where) {
        try {
            return strict.readValue(body, type);
        } catch (JsonProcessingException e) {
            throw new CorruptStoreException(
                    where + " can't be read: " + BindingProblem.of(e).getMessage(), e);
        }
    }

    /**
     * A tree that came from YAML, where a text may look like a number or a boolean.
     *
     * @throws ApiException 400 naming the place if it does not fit the type
     */
    public <T> T bindYaml(JsonNode tree, Class<T> type) {
        try {
            return scalarsAsText.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw BindingProblem.of(e);
        }
    }

    /** The value as JSON text. */
    public String write(Object value) {
        try {
            return strict.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the value to a generator, which stays open. */
    public void write(JsonGenerator out, Object value) throws IOException {
        strict.writeValue(out, value);
    }

    private static JsonMapper.Builder builder() {
        return JsonMapper.builder()
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS));
    }
}
