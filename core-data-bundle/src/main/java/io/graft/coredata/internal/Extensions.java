package io.graft.coredata.internal;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.graft.api.model.JsonText;
import io.graft.rest.ApiException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Collects the fields of an object that the API does not know, as one JSON object. */
final class Extensions {

    private static final int MOST = 100;

    private final String owner;
    private final List<String> names = new ArrayList<>(2);
    private final StringBuilder json = new StringBuilder("{");

    /** Collects those of an object that is called so in messages. */
    Extensions(String owner) {
        this.owner = owner;
    }

    /** Takes the value at which the tokens stand. */
    void add(String name, Tokens tokens) throws IOException {
        if (names.size() == MOST) {
            throw ApiException.invalid(owner + " has more than " + MOST + " fields that the API does not know");
        }
        if (names.contains(name)) {
            throw Tokens.twice(owner, name);
        }
        Tokens.requireUnicode(owner, name);
        json.append(names.isEmpty() ? "\"" : ",\"");
        JsonStringEncoder.getInstance().quoteAsString(name, json);
        json.append("\":").append(tokens.json().text());
        names.add(name);
    }

    /** The object. */
    JsonText json() {
        return new JsonText(json + "}");
    }
}
