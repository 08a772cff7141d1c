package io.graft.persistence.mongo.internal.json;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Reads JSON as a value of MongoDB's own, where {@link BsonToJson} would give back the very same text: no spaces, no
 * number in an unusual spelling, no key that means something to MongoDB. Used by one thread, for one text.
 */
final class JsonToBson {

    private static final int DEEPEST = 40;

    private final String text;
    private int at;
    private int depth;

    private JsonToBson(String text) {
        this.text = text;
    }

    /** The value, or empty where it would not give back the same text. */
    static Optional<BsonValue> read(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonToBson reader = new JsonToBson(text);
            BsonValue value = reader.value();
            boolean same = reader.at == text.length() && BsonToJson.write(value).equals(text);
            return same ? Optional.of(value) : Optional.empty();
        } catch (Inexact | IndexOutOfBoundsException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The text can't be given back as it is. */
    private static final class Inexact extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Inexact() {
            super(null, null, false, false);
        }
    }

    private BsonValue value() {
        char c = text.charAt(at);
        return switch (c) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> new BsonString(string());
            case 't' -> word("true", BsonBoolean.TRUE);
            case 'f' -> word("false", BsonBoolean.FALSE);
            case 'n' -> word("null", BsonNull.VALUE);
            default -> number();
        };
    }

    private BsonValue object() {
        deeper();
        BsonDocument object = new BsonDocument();
        Set<String> keys = new HashSet<>();
        if (!isNext('}')) {
            do {
                String key = string();
                if (!keys.add(key) || key.startsWith("$") || key.indexOf('.') >= 0 || key.indexOf('\0') >= 0) {
                    throw new Inexact();
                }
                expect(':');
                object.append(key, value());
            } while (isNext(','));
            expect('}');
        }
        depth--;
        return object;
    }

    private BsonValue array() {
        deeper();
        BsonArray array = new BsonArray();
        if (!isNext(']')) {
            do {
                array.add(value());
            } while (isNext(','));
            expect(']');
        }
        depth--;
        return array;
    }

    private void deeper() {
        at++;
        if (++depth > DEEPEST) {
            throw new Inexact();
        }
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
            if (c == '\\') {
                c = escaped(text.charAt(at++));
            }
            string.append(c);
        }
        return string.toString();
    }

    private char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            default -> c;
        };
    }

    private BsonValue number() {
        int start = at;
        boolean integer = true;
        while (at < text.length() && "+-0123456789.eE".indexOf(text.charAt(at)) >= 0) {
            integer &= ".eE".indexOf(text.charAt(at)) < 0;
            at++;
        }
        String number = text.substring(start, at);
        if (!integer) {
            return new BsonDouble(Double.parseDouble(number));
        }
        long value = Long.parseLong(number);
        return (int) value == value ? new BsonInt32((int) value) : new BsonInt64(value);
    }

    private BsonValue word(String word, BsonValue value) {
        if (!text.startsWith(word, at)) {
            throw new Inexact();
        }
        at += word.length();
        return value;
    }

    private boolean isNext(char c) {
        if (text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!isNext(c)) {
            throw new Inexact();
        }
    }
}
