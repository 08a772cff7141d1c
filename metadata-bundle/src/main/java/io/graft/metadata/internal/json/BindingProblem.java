package io.graft.metadata.internal.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Says in a client's words why its body could not be bound. */
final class BindingProblem {

    private static final String SOMETHING_ELSE = "of another kind";

    private BindingProblem() {}

    static ApiException of(JsonProcessingException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ApiException refused) {
                return refused;
            }
        }
        return new ApiException(ErrorKind.CONTRACT_INVALID, message(e), e);
    }

    private static String message(JsonProcessingException e) {
        if (e instanceof JsonMappingException mapping) {
            return message(mapping);
        }
        return "body decoding failed" + place(e.getLocation()) + ": " + firstLine(e);
    }

    /** Jackson's own words name classes; only what its parser says of the text itself is passed on. */
    private static String message(JsonMappingException e) {
        if (e.getCause() instanceof InputCoercionException range) {
            return "body decoding failed: " + path(e.getPath()) + ": " + firstLine(range);
        }
        if (e.getCause() instanceof JsonProcessingException malformed) {
            return message(malformed);
        }
        Class<?> type = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        return "body decoding failed: " + path(e.getPath()) + " should be " + expected(type);
    }

    private static String path(List<JsonMappingException.Reference> path) {
        if (path.isEmpty()) {
            return "the body";
        }
        StringBuilder text = new StringBuilder();
        for (JsonMappingException.Reference step : path) {
            if (step.getFieldName() == null) {
                text.append('[').append(step.getIndex()).append(']');
            } else {
                text.append(text.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return text.toString();
    }

    private static String expected(Class<?> type) {
        if (type == null) {
            return SOMETHING_ELSE;
        }
        if (type == String.class) {
            return "a string";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(type) || type == long.class) {
            return type == BigDecimal.class ? "a number" : "an integer";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        return Map.class.isAssignableFrom(type) || type.isRecord() ? "an object" : SOMETHING_ELSE;
    }

    private static String place(JsonLocation at) {
        return at == null || at.getLineNr() < 1 ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("not valid");
    }
}
