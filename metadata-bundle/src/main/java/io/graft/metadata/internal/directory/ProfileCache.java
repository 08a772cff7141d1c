package io.graft.metadata.internal.directory;

import io.graft.api.metadata.ProfileInfo;
import io.graft.api.persistence.Document;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Profiles that were parsed lately. What counts is the text: revisions are the store's own, and after a swap the same
 * revision may be another text. Thread-safe.
 */
final class ProfileCache {

    private static final long MOST_CHARS = 1 << 20;

    private record Parsed(String body, ProfileInfo profile) {}

    private final Function<Document, ProfileInfo> parser;
    private final Map<String, Parsed> byId = new LinkedHashMap<>(16, 0.75f, true);
    private long chars;

    ProfileCache(Function<Document, ProfileInfo> parser) {
        this.parser = parser;
    }

    ProfileInfo get(Document document) {
        synchronized (byId) {
            Parsed parsed = byId.get(document.id());
            if (parsed != null && parsed.body().equals(document.body())) {
                return parsed.profile();
            }
        }
        ProfileInfo profile = parser.apply(document);
        if (document.body().length() <= MOST_CHARS / 4) {
            keep(document, profile);
        }
        return profile;
    }

    private void keep(Document document, ProfileInfo profile) {
        synchronized (byId) {
            Parsed old = byId.put(document.id(), new Parsed(document.body(), profile));
            chars += document.body().length() - (old == null ? 0 : old.body().length());
            Iterator<Parsed> eldest = byId.values().iterator();
            while (chars > MOST_CHARS) {
                chars -= eldest.next().body().length();
                eldest.remove();
            }
        }
    }
}
