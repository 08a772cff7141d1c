package io.graft.keeper.internal;

import io.graft.rest.ApiException;
import io.graft.rest.Request;

/** Reads query parameters that are true or false. */
final class Flags {

    private Flags() {}

    /**
     * The value of a parameter; false if it is not there.
     *
     * @throws ApiException 400 if it is neither
     */
    static boolean of(Request request, String name) {
        String text = request.queryParam(name).orElse("").strip();
        return switch (text) {
            case "", "0", "f", "F", "false", "FALSE", "False" -> false;
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            default -> throw ApiException.invalid("query parameter " + name + " is '" + text + "', not true or false");
        };
    }
}
