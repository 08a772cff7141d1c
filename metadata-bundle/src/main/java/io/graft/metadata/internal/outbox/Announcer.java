package io.graft.metadata.internal.outbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.graft.bus.binding.Envelope;
import io.graft.rest.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Says a change in EdgeX's words: one system event for each device service that is concerned. */
final class Announcer {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String CORE_METADATA = "core-metadata";

    private final Function<String, ? extends Collection<String>> usersOfProfile;

    /**
     * A system event.
     *
     * @param owner the device service that it is for, or core-metadata
     */
    record Announcement(String owner, Envelope envelope) {}

    /** @param usersOfProfile the names of the device services with devices of a profile */
    Announcer(Function<String, ? extends Collection<String>> usersOfProfile) {
        this.usersOfProfile = usersOfProfile;
    }

    /**
     * What is to be said of a change, in this order.
     *
     * @throws io.graft.api.persistence.StoreException if the store can't tell now whom it concerns
     */
    List<Announcement> of(Change change) {
        return owners(change).stream()
                .map(owner -> new Announcement(owner, envelope(change, owner)))
                .toList();
    }

    private Set<String> owners(Change change) {
        Set<String> owners = new LinkedHashSet<>();
        if (!change.oldOwner().isEmpty()) {
            owners.add(change.oldOwner());
        }
        owners.add(change.owner());
        if (change.concernsUsersOfProfile()) {
            owners.addAll(usersOfProfile.apply(change.profile()));
        }
        return owners;
    }

    private static Envelope envelope(Change change, String owner) {
        Envelope envelope = Envelope.json(event(change, owner));
        return change.correlationId().isEmpty() ? envelope : envelope.withCorrelationId(change.correlationId());
    }

    private static byte[] event(Change change, String owner) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(change.size());
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("apiVersion", Response.API_VERSION);
            out.writeStringField("type", change.type());
            out.writeStringField("action", change.action());
            out.writeStringField("source", CORE_METADATA);
            out.writeStringField("owner", owner);
            out.writeNullField("tags");
            out.writeFieldName("details");
            out.writeRawValue(change.details());
            out.writeNumberField("timestamp", change.timestamp());
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }
}
