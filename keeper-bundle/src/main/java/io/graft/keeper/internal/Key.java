package io.graft.keeper.internal;

import io.graft.rest.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The path of a value: segments with {@code /} between them. A key stands for its own value and for all values below.
 *
 * @param path without a slash at either end
 */
record Key(String path) {

    private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z0-9\\-_~;=./%]+");
    private static final int MAX_LENGTH = 1024;

    /**
     * The key that a client asks for.
     *
     * @throws ApiException 400 if it is empty, too long or has other characters than EdgeX allows
     */
    static Key of(String text) {
        if (!text.isEmpty() && !ALLOWED.matcher(text).matches()) {
            throw ApiException.invalid(
                    "key '" + text + "' only allows characters between a to z, A to Z, 0 to 9, or one of -_~;=./%");
        }
        return checked(text);
    }

    /**
     * A key below this one. EdgeX takes any character here, and configurations of application services need it.
     *
     * @throws ApiException 400 if the name is empty or the key becomes too long
     */
    Key child(String name) {
        String clean = clean(name);
        if (clean.isEmpty()) {
            throw ApiException.invalid("value below key '" + path + "' has an empty name");
        }
        return checked(path + "/" + clean);
    }

    /** Whether the other key is this one or below it. */
    boolean covers(String other) {
        return other.startsWith(path) && (other.length() == path.length() || other.charAt(path.length()) == '/');
    }

    /** The paths of this key and of all keys above it, the highest first. */
    List<String> lineage() {
        List<String> paths = new ArrayList<>();
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            paths.add(path.substring(0, slash));
        }
        paths.add(path);
        return paths;
    }

    private static Key checked(String text) {
        String clean = clean(text);
        if (clean.isEmpty()) {
            throw ApiException.invalid("key is empty");
        }
        if (clean.length() > MAX_LENGTH) {
            throw ApiException.invalid("key '" + clean.substring(0, 40) + "...' has " + clean.length() + " characters; "
                    + MAX_LENGTH + " at most");
        }
        return new Key(clean);
    }

    private static String clean(String text) {
        return text.replaceAll("/{2,}", "/").replaceAll("^/|/$", "");
    }
}
