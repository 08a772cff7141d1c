package io.graft.device.sdk.internal;

import io.graft.rest.ApiException;
import java.util.HashMap;
import java.util.Map;

/**
 * What a command's query says.
 *
 * @param push whether the event is published too
 * @param giveBack whether it is answered
 * @param pattern whether a name that is no command's and no resource's is a pattern of resources
 * @param forDriver the rest
 */
record CommandQuery(boolean push, boolean giveBack, boolean pattern, Map<String, String> forDriver) {

    private static final String RESERVED = "ds-";

    /** @throws ApiException 400 if one of EdgeX's own parameters is neither true nor false */
    static CommandQuery of(Map<String, String> query) {
        Map<String, String> rest = new HashMap<>(query);
        rest.keySet().removeIf(each -> each.startsWith(RESERVED));
        return new CommandQuery(
                flag(query, "ds-pushevent", false),
                flag(query, "ds-returnevent", true),
                flag(query, "ds-regexcmd", true),
                Map.copyOf(rest));
    }

    private static boolean flag(Map<String, String> query, String name, boolean absent) {
        String value = query.getOrDefault(name, "");
        return switch (value) {
            case "" -> absent;
            case "true" -> true;
            case "false" -> false;
            default -> throw ApiException.invalid(name + " = '" + value + "' is neither true nor false");
        };
    }
}
