package io.graft.device.host.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Talks to core-metadata and core-data as any EdgeX device service does. Used by one thread. */
final class EdgexClient implements AutoCloseable {

    /** A service has answered that it won't: the message says which, what and why. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(EdgexClient.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "/api/v3/";
    private static final String EVENT_PATH =
            String.join("/", API + "event", Inventory.SERVICE, Inventory.PROFILE, Inventory.DEVICE, Inventory.SOURCE);
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final HttpLink metadata;
    private final HttpLink data;

    /**
     * @param metadataUrl core-metadata's address
     * @param dataUrl core-data's address
     * @param timeout for one request
     * @throws IllegalArgumentException if an address is not {@code http://host:port}
     */
    EdgexClient(String metadataUrl, String dataUrl, Duration timeout) {
        metadata = new HttpLink(metadataUrl, timeout);
        data = new HttpLink(dataUrl, timeout);
    }

    /**
     * Makes sure that core-metadata knows the device service, its profile and its device. May be repeated.
     *
     * @throws RefusedException if core-metadata does not take one of them
     * @throws IOException if it can't be reached
     */
    void register(String baseAddress) throws IOException {
        expect("GET", "ping", metadata.send("GET", API + "ping", null));
        if (find("deviceservice/name/" + Inventory.SERVICE) == null) {
            send("POST", "deviceservice", "service", Inventory.service(baseAddress));
        } else {
            send("PATCH", "deviceservice", "service", Inventory.serviceUpdate(baseAddress));
        }
        JsonNode profile = find("deviceprofile/name/" + Inventory.PROFILE);
        if (profile == null) {
            send("POST", "deviceprofile", "profile", Inventory.profile());
        } else if (!resources(profile.path("profile")).equals(resources(Inventory.profile()))) {
            LOG.info("profile {} is of another version and is replaced", Inventory.PROFILE);
            send("PUT", "deviceprofile", "profile", Inventory.profile());
        }
        if (find("device/name/" + Inventory.DEVICE) == null) {
            send("POST", "device", "device", Inventory.device());
        }
    }

    /**
     * Hands an event to core-data.
     *
     * @throws RefusedException if core-data does not take it
     * @throws IOException if it can't be reached
     */
    void post(byte[] event) throws IOException {
        HttpLink.Answer answer = data.send("POST", EVENT_PATH, event);
        if (answer.status() != CONFLICT) {
            expect("POST", EVENT_PATH, answer);
        }
    }

    @Override
    public void close() {
        metadata.close();
        data.close();
    }

    private JsonNode find(String path) throws IOException {
        HttpLink.Answer answer = metadata.send("GET", API + path, null);
        if (answer.status() == NOT_FOUND) {
            return null;
        }
        expect("GET", path, answer);
        return JSON.readTree(answer.body());
    }

    /** Sends one item in an array, as core-metadata wants it; one that is there already is well. */
    private void send(String method, String path, String key, ObjectNode item) throws IOException {
        ObjectNode request = JSON.createObjectNode();
        request.put("apiVersion", "v3");
        request.put("requestId", UUID.randomUUID().toString());
        request.set(key, item);
        byte[] body = JSON.writeValueAsBytes(JSON.createArrayNode().add(request));
        HttpLink.Answer answer = metadata.send(method, API + path, body);
        expect(method, path, answer);
        JsonNode result = JSON.readTree(answer.body()).path(0);
        int status = result.path("statusCode").asInt();
        if (status / 100 != 2 && status != CONFLICT) {
            throw new RefusedException(
                    method + " " + path + " of '" + item.path("name").asText() + "' is answered with " + status + ": "
                            + result.path("message").asText());
        }
    }

    private static void expect(String method, String path, HttpLink.Answer answer) throws RefusedException {
        if (!answer.ok()) {
            throw new RefusedException(
                    method + " " + path + " is answered with " + answer.status() + ": " + message(answer.body()));
        }
    }

    private static String message(String body) {
        try {
            return JSON.readTree(body).path("message").asText("no message");
        } catch (IOException e) {
            return "no message";
        }
    }

    private static Set<String> resources(JsonNode profile) {
        Set<String> resources = new HashSet<>();
        profile.path("deviceResources").forEach(each -> {
            JsonNode properties = each.path("properties");
            resources.add(each.path("name").asText()
                    + ' '
                    + properties.path("valueType").asText()
                    + ' '
                    + properties.path("units").asText());
        });
        return resources;
    }
}
