package io.graft.persistence.support;

import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps secrets out of what people see, and says when a configuration refers to one that is not there. */
public final class Secrets {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\[(env|secret|prop):[^]]*]");
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)\\S+@");

    private Secrets() {}

    /** A text, e.g. an address or a client library's message, with the user and password of every URI blotted out. */
    public static String blot(String text) {
        return USER_INFO.matcher(text).replaceAll(Matcher.quoteReplacement("***@"));
    }

    /**
     * A configured value in which every placeholder has been filled in.
     *
     * @param name what the value is called in the configuration
     * @throws StoreUnavailableException if a placeholder was left, because there is no such variable or secret
     */
    public static String filled(String name, String value) {
        Matcher placeholder = PLACEHOLDER.matcher(value);
        if (placeholder.find()) {
            throw new StoreUnavailableException(
                    Reason.UNREACHABLE,
                    name + " is " + placeholder.group() + " in the configuration, and there is no such "
                            + (placeholder.group(1).equals("secret") ? "secret" : "variable") + "; set it");
        }
        return value;
    }
}
