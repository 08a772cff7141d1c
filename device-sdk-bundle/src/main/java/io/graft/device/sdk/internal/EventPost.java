package io.graft.device.sdk.internal;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands an event to core-data by REST, as devices do that know no bus. */
final class EventPost {

    private static final Logger LOG = LoggerFactory.getLogger(EventPost.class);

    private EventPost() {}

    /** Waits for the answer. What core-data refuses for good is not sent again. */
    static CompletableFuture<Void> send(HttpLink data, String service, Outbox.Message message) {
        DeviceEvent event = message.event();
        String path = String.join(
                "/",
                "/api/v3/event",
                MetadataClient.escaped(service),
                MetadataClient.escaped(event.profile()),
                MetadataClient.escaped(event.device()),
                MetadataClient.escaped(event.source()));
        try {
            HttpLink.Answer answer = data.send("POST", path, message.bytes(), event.contentType());
            int status = answer.status();
            if (answer.ok() || status == MetadataClient.CONFLICT) {
                return CompletableFuture.completedFuture(null);
            }
            if (status / 100 == 4 && status != 408 && status != 429) {
                LOG.warn("an event of device {} is refused with {}: {}", event.device(), status, answer.body());
                return CompletableFuture.completedFuture(null);
            }
            return CompletableFuture.failedFuture(new IOException("core-data answers with " + status));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
