package io.graft.rest.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.graft.rest.ApiException;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Reads JSON and CBOR and binds them by the rules of Go's decoder: keys in any case, unknown keys ignored, null as if
 * absent, the last of equal keys taken, and no value turned into one of another type. One for each service, because it
 * remembers the classes it bound, which must go when the service's bundle goes.
 */
public final class JsonCodec {

    /** How deep arrays and objects may be nested. */
    public static final int MAX_DEPTH = 256;

    /** How many digits a number may have. */
    public static final int MAX_NUMBER_LENGTH = 1000;

    /** How long the name of a field may be. */
    public static final int MAX_NAME_LENGTH = 16 * 1024;

    private final JsonFactory json;
    private final CBORFactory cbor;
    private final ObjectMapper mapper;

    public JsonCodec() {
        StreamReadConstraints limits = StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(MAX_NUMBER_LENGTH)
                .maxNameLength(MAX_NAME_LENGTH)
                .maxStringLength(Integer.MAX_VALUE)
                .build();
        json = JsonFactory.builder()
                .streamReadConstraints(limits)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .build();
        cbor = CBORFactory.builder()
                .streamReadConstraints(limits)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
        mapper = JsonMapper.builder(json)
                .typeFactory(TypeFactory.defaultInstance()
                        .withCache((LookupCache<Object, JavaType>) new LRUMap<Object, JavaType>(16, 200)))
                .addModule(wholeObjects())
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .withCoercionConfig(LogicalType.Textual, config -> {
                    config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                    config.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                    config.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
                })
                .withCoercionConfigDefaults(
                        config -> config.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.EmptyArray, CoercionAction.Fail))
                .build();
    }

    private static SimpleModule wholeObjects() {
        return new SimpleModule("whole-objects") {
            private static final long serialVersionUID = 1L;

            @Override
            public void setupModule(SetupContext context) {
                context.addValueInstantiators(new WholeObjects());
            }
        };
    }

    /**
     * A token stream over a body.
     *
     * @throws ApiException 400 if the body is empty or, being JSON, no UTF-8
     */
    public JsonParser parser(byte[] body, boolean isCbor) throws IOException {
        if (body.length == 0) {
            throw ApiException.invalid("the request has no body");
        }
        return parser(body, 0, body.length, isCbor);
    }

    /**
     * A token stream over a part of an array.
     *
     * @throws ApiException 400 if it is JSON, and no UTF-8
     */
    public JsonParser parser(byte[] bytes, int offset, int length, boolean isCbor) throws IOException {
        if (isCbor) {
            return cbor.createParser(bytes, offset, length);
        }
        Utf8Check.check(bytes, offset, length);
        return json.createParser(bytes, offset, length);
    }

    /**
     * Binds a body.
     *
     * @throws ApiException 400 that names the place and the limit or the type
     */
    public <T> T bind(byte[] body, boolean isCbor, Class<T> type) throws IOException {
        try (JsonParser parser = parser(body, isCbor)) {
            return bind(parser, type);
        }
    }

    private <T> T bind(JsonParser parser, Class<T> type) throws IOException {
        T value;
        try {
            value = mapper.readerFor(type).readValue(parser);
        } catch (InvalidDefinitionException e) {
            throw new IllegalStateException(type + " can't be bound", e);
        } catch (JsonProcessingException e) {
            // Explained here, while the parser still knows what it found.
            throw JsonErrors.explain(e);
        }
        if (value == null) {
            throw ApiException.invalid("the body is null, expected " + JsonErrors.expected(type));
        }
        return value;
    }

    /** Writes JSON; to close it flushes it and leaves the target open. */
    public JsonGenerator generator(OutputStream target) throws IOException {
        return json.createGenerator(target)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT)
                .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    }
}
