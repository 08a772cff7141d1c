package io.graft.metadata.internal.model;

import io.graft.api.model.ValueType;
import io.graft.rest.ApiException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Collects what is wrong with a request, in EdgeX's words: the field by its path within the request's type, then what
 * it should be.
 */
public final class Problems {

    private static final int MOST = 20;
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final String path;
    private final List<String> found;

    private Problems(String path, List<String> found) {
        this.path = path;
        this.found = found;
    }

    /** None yet, of a request of this type, e.g. {@code AddDeviceRequest}. */
    public static Problems of(String type) {
        return new Problems(type, new ArrayList<>());
    }

    /** Collects for what is in a field. */
    public Problems in(String field) {
        return new Problems(path + "." + field, found);
    }

    /** Collects for an element of a field. */
    public Problems in(String field, Object key) {
        return new Problems(path + "." + field + "[" + key + "]", found);
    }

    /** Refuses the request if there is a problem. */
    public void throwIfAny() {
        if (found.isEmpty()) {
            return;
        }
        String message = found.stream().limit(MOST).collect(Collectors.joining("; "));
        throw ApiException.invalid(
                found.size() <= MOST ? message : message + "; and " + (found.size() - MOST) + " more");
    }

    /** Notes a problem with a field. */
    public void add(String field, String problem) {
        found.add(path + "." + field + " field " + problem);
    }

    void failed(String field, String tag) {
        add(field, "validation failed on the " + tag + " tag");
    }

    void required(String field, String value) {
        if (value.isEmpty()) {
            add(field, "is required");
        }
    }

    void name(String field, String value) {
        if (value.isEmpty()) {
            add(field, "is required");
        } else {
            notBlank(field, value);
        }
    }

    void notBlank(String field, String value) {
        if (value != null && isBlank(value)) {
            add(field, "should not be empty string");
        }
    }

    void emptyOrNotBlank(String field, String value) {
        if (value != null && !value.isEmpty() && isBlank(value)) {
            failed(field, "len=0|edgex-dto-none-empty-string");
        }
    }

    void uuid(String field, String value) {
        if (!value.isEmpty() && !UUID.matcher(value).matches()) {
            add(field, "needs a uuid");
        }
    }

    void requestId(String value) {
        if (!value.isEmpty() && !UUID.matcher(value).matches()) {
            failed("RequestId", "len=0|uuid");
        }
    }

    /** The two fields that find what is to be updated: one of them is needed. */
    void identity(String id, String name) {
        if (id == null && name == null) {
            add("Id", "is required if the Name is not present");
            add("Name", "is required if the Id is not present");
            return;
        }
        boolean named = name != null && !name.isEmpty();
        if (id != null && !(named && isBlank(id)) && !UUID.matcher(id).matches()) {
            add("Id", "needs a uuid");
        }
        notBlank("Name", name);
    }

    void oneOf(String field, String value, String... allowed) {
        if (value != null && !Set.of(allowed).contains(value)) {
            String list = List.of(allowed).stream().map(one -> "'" + one + "'").collect(Collectors.joining(" "));
            add(field, "should be one of " + list);
        }
    }

    void requiredOneOf(String field, String value, String... allowed) {
        if (value.isEmpty()) {
            add(field, "is required");
        } else {
            oneOf(field, value, allowed);
        }
    }

    void adminState(String field, String value) {
        oneOf(field, value, "LOCKED", "UNLOCKED");
    }

    void valueType(String field, String value) {
        if (value.isEmpty()) {
            add(field, "is required");
        } else if (ValueType.of(value).isEmpty()) {
            failed(field, "edgex-dto-value-type");
        }
    }

    void atLeastOne(String field, int size) {
        if (size == 0) {
            add(field, "should greater than 0");
        }
    }

    void duration(String field, String value, Duration least, String leastText) {
        Duration duration = GoDuration.parse(value).orElse(null);
        if (duration == null || duration.compareTo(least) < 0) {
            add(
                    field,
                    "should follows the ISO 8601 Durations format. Eg,100ms, 24h; '" + value
                            + "' is not one of at least " + leastText);
        }
    }

    void uri(String field, String value) {
        if (value.isEmpty()) {
            add(field, "is required");
        } else if (!isUri(value)) {
            failed(field, "uri");
        }
    }

    /** Free content: EdgeX's readers hold its numbers in 64-bit floats, so larger ones would break them. */
    void free(String field, Object content) {
        if (content instanceof Map<?, ?> map) {
            map.values().forEach(value -> free(field, value));
        } else if (content instanceof Collection<?> list) {
            list.forEach(value -> free(field, value));
        } else if (content instanceof BigDecimal || content instanceof BigInteger) {
            float64(field, (Number) content);
        }
    }

    void float64(String field, Number number) {
        if (number != null && Double.isInfinite(number.doubleValue())) {
            add(field, "holds a number that is too large for a 64-bit float");
        }
    }

    private static boolean isUri(String value) {
        try {
            return new URI(value).getScheme() != null || value.startsWith("/");
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isBlank(String text) {
        return text.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85);
    }
}
