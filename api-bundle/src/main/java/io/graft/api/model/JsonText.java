package io.graft.api.model;

import java.util.Objects;

/**
 * A well-formed JSON value as text, kept exactly as it came. Who creates one vouches that the text is one complete JSON
 * value; nobody parses it again to make sure.
 *
 * @param text the JSON text, never null
 */
public record JsonText(String text) {

    public JsonText {
        Objects.requireNonNull(text, "text");
    }

    @Override
    public String toString() {
        return text;
    }
}
