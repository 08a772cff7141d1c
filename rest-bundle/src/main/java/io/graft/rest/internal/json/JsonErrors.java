package io.graft.rest.internal.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import io.graft.rest.internal.Texts;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** Says in plain words what is wrong with a client's JSON or CBOR. */
public final class JsonErrors {

    private JsonErrors() {}

    /** Whether it was thrown because of what was read, not of what was written. */
    public static boolean isInput(JsonProcessingException failure) {
        return failure instanceof StreamReadException
                || failure instanceof StreamConstraintsException
                || failure.getProcessor() instanceof JsonParser;
    }

    /** 400, with the place and the reason. */
    public static ApiException explain(JsonProcessingException failure) {
        return new ApiException(ErrorKind.CONTRACT_INVALID, message(failure), failure);
    }

    /** What a value of a type looks like in JSON. */
    public static String expected(Class<?> type) {
        if (CharSequence.class.isAssignableFrom(type) || type.isEnum()) {
            return "a string";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type == Double.class || type == double.class || type == Float.class || type == float.class) {
            return "a number";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "an integer";
        }
        boolean array = type.isArray() || Collection.class.isAssignableFrom(type);
        return array ? "an array" : "an object";
    }

    private static String message(JsonProcessingException failure) {
        if (failure instanceof MismatchedInputException mismatch) {
            return mismatch(mismatch);
        }
        Throwable cause = failure.getCause();
        if (failure instanceof JsonMappingException mapping) {
            if (cause instanceof JsonProcessingException inner && inner != failure) {
                return path(mapping.getPath()) + ": " + message(inner);
            }
            return path(mapping.getPath()) + " can't be read" + at(failure);
        }
        if (failure instanceof StreamConstraintsException) {
            return "the body exceeds a limit: values nested " + JsonCodec.MAX_DEPTH + " deep, numbers of "
                    + JsonCodec.MAX_NUMBER_LENGTH + " digits, names of " + JsonCodec.MAX_NAME_LENGTH + " characters"
                    + at(failure);
        }
        if (failure instanceof JsonEOFException) {
            return "malformed body: it ends before its value does" + at(failure);
        }
        if (failure instanceof InputCoercionException) {
            return "number out of range" + at(failure);
        }
        return "malformed body: " + plain(failure.getOriginalMessage()) + at(failure);
    }

    private static String mismatch(MismatchedInputException mismatch) {
        Class<?> type = mismatch.getTargetType();
        String expected = type == null ? "another value" : expected(type);
        String what = path(mismatch.getPath());
        if (mismatch.getProcessor() instanceof JsonParser parser) {
            String found = found(parser);
            if (found == null) {
                return what + " is missing, expected " + expected;
            }
            if (mismatch.getPath().isEmpty() && parser.currentToken() != null && isTrailing(mismatch)) {
                return "malformed body: more follows its value" + at(mismatch);
            }
            return what + " is " + found + ", expected " + expected;
        }
        return what + " can't be read, expected " + expected;
    }

    private static boolean isTrailing(MismatchedInputException mismatch) {
        return mismatch.getOriginalMessage().startsWith("Trailing token");
    }

    private static String found(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return null;
        }
        return switch (token) {
            case START_OBJECT, END_OBJECT, FIELD_NAME -> "an object";
            case START_ARRAY, END_ARRAY -> "an array";
            case VALUE_STRING -> "the string '" + text(parser) + "'";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "the number " + text(parser);
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            case VALUE_NULL -> "null";
            default -> "binary data";
        };
    }

    private static String text(JsonParser parser) {
        try {
            return Texts.shortened(parser.getText());
        } catch (IOException e) {
            return "?";
        }
    }

    /** {@code field 'a.b[0].c'}, or the body itself. */
    private static String path(List<JsonMappingException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : references) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(Texts.shortened(reference.getFieldName()));
            }
        }
        return path.isEmpty() ? "the body" : "field '" + path + "'";
    }

    private static String at(JsonProcessingException failure) {
        JsonLocation place = failure.getLocation();
        if (place == null) {
            return "";
        }
        if (place.getLineNr() > 0) {
            return " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
        }
        return place.getByteOffset() < 0 ? "" : " (byte " + place.getByteOffset() + ")";
    }

    /** The parser's own words, without what speaks of its classes. */
    private static String plain(String message) {
        if (message == null) {
            return "not readable";
        }
        int end = message.length();
        for (String stop : List.of("\n", " [Source", " (start marker", "; maybe", " (for input", " `", "JsonToken")) {
            int found = message.indexOf(stop);
            end = found >= 0 && found < end ? found : end;
        }
        String cut = message.substring(0, end).strip();
        return cut.isEmpty() ? "not readable" : Character.toLowerCase(cut.charAt(0)) + cut.substring(1);
    }
}
