package io.graft.metadata.internal.outbox;

import io.graft.api.persistence.Document;
import io.graft.metadata.internal.store.Kind;
import java.util.List;
import java.util.Optional;

/**
 * A change of metadata that others shall hear of.
 *
 * @param seq orders changes; one that has seen the effect of another has the greater number
 * @param type the kind of metadata as system events call it
 * @param action {@code add}, {@code update} or {@code delete}
 * @param document the id of the document
 * @param before what the document was, as {@link Digests#of} says
 * @param owner the device service that is concerned, or core-metadata
 * @param oldOwner the device service that was concerned before, if another; otherwise empty
 * @param profile the profile that is concerned; may be empty
 * @param correlationId of the request; may be empty
 * @param timestamp nanoseconds since the epoch
 * @param details what was added, what it has become, or what was deleted; as JSON
 */
record Change(
        long seq,
        String type,
        String action,
        String document,
        String before,
        String owner,
        String oldOwner,
        String profile,
        String correlationId,
        long timestamp,
        String details) {

    static final String ADD = "add";
    static final String UPDATE = "update";
    static final String DELETE = "delete";

    private static final String CORE_METADATA = "core-metadata";

    static Change of(
            long seq,
            Kind<?> kind,
            Optional<Document> before,
            Optional<Document> after,
            String correlationId,
            long timestamp) {
        Document shown = after.or(() -> before).orElseThrow();
        String owner = owner(kind, shown);
        return new Change(
                seq,
                kind.event(),
                before.isEmpty() ? ADD : after.isEmpty() ? DELETE : UPDATE,
                shown.id(),
                Digests.of(before.map(Document::body)),
                owner,
                before.map(old -> owner(kind, old))
                        .filter(old -> !old.equals(owner))
                        .orElse(""),
                profile(kind, shown),
                correlationId,
                timestamp,
                shown.body());
    }

    /** What the document becomes by it. */
    String after() {
        return action.equals(DELETE) ? Digests.ABSENT : Digests.of(Optional.of(details));
    }

    /** Whether others are concerned by the profile that has changed. */
    boolean concernsUsersOfProfile() {
        return action.equals(UPDATE) && type.equals(Kind.DEVICE_PROFILE.event());
    }

    boolean sameDocument(Change other) {
        return type.equals(other.type) && document.equals(other.document);
    }

    /** About how much memory it takes, in characters. */
    int size() {
        return details.length() + 256;
    }

    private static String owner(Kind<?> kind, Document document) {
        if (kind.equals(Kind.DEVICE_PROFILE)) {
            return CORE_METADATA;
        }
        return first(document, kind.equals(Kind.DEVICE_SERVICE) ? Kind.NAME : Kind.SERVICE);
    }

    private static String profile(Kind<?> kind, Document document) {
        return first(document, kind.equals(Kind.DEVICE_PROFILE) ? Kind.NAME : Kind.PROFILE);
    }

    private static String first(Document document, String field) {
        List<String> values = document.texts().getOrDefault(field, List.of());
        return values.isEmpty() ? "" : values.get(0);
    }
}
