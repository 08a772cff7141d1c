package io.graft.itests.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Speaks to a gateway on its common port, as devices and applications do. Safe for use by many threads. */
public final class Client {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Pattern EVENT =
            Pattern.compile("\\{\"apiVersion\":\"v3\",\"id\":\"([0-9a-f-]{36})\",\"deviceName\":\"([^\"]+)\"");
    private static final String GATEWAY_ITSELF = "this-machine";
    private static final Pattern KEY = Pattern.compile("\"it/([0-9a-f-]{36})\"");
    private static final Pattern TOTAL = Pattern.compile("\"totalCount\":(\\d+)");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI base;
    private final int page;

    /**
     * @param base the gateway's common port
     * @param page how many events it lists at once
     */
    public Client(URI base, int page) {
        this.base = base;
        this.page = page;
    }

    /** The gateway's common port. */
    public URI base() {
        return base;
    }

    public Answer post(UUID id, String device) {
        return send("POST", "/core-data/api/v3/event/x/p/" + device + "/s", event(id, device));
    }

    /** A request to add an event. */
    static String event(UUID id, String device) {
        long origin = System.currentTimeMillis() * 1_000_000;
        return ("{'apiVersion':'v3','event':{'apiVersion':'v3','id':'" + id + "','deviceName':'" + device
                        + "','profileName':'p','sourceName':'s','origin':" + origin + ",'readings':[{'origin':"
                        + origin + ",'deviceName':'" + device + "','resourceName':'s','profileName':'p',"
                        + "'valueType':'Int32','value':'1'}]}}")
                .replace('\'', '"');
    }

    public Answer event(UUID id) {
        return get("/core-data/api/v3/event/id/" + id);
    }

    public Answer deleteEvent(UUID id) {
        return send("DELETE", "/core-data/api/v3/event/id/" + id, null);
    }

    public Answer deleteEventsOf(String device) {
        return send("DELETE", "/core-data/api/v3/event/device/name/" + device, null);
    }

    public Answer putKey(UUID id) {
        return send("PUT", "/core-keeper/api/v3/kvs/key/it/" + id, "{\"value\":\"" + id + "\"}");
    }

    public Answer deleteKey(UUID id) {
        return send("DELETE", "/core-keeper/api/v3/kvs/key/it/" + id, null);
    }

    public Answer bind(String service, String provider) {
        return send("PUT", "/api/v3/binding/" + service, "{\"provider\":\"" + provider + "\"}");
    }

    /** The ids of all events in the store that is bound now, but those of the gateway's own measurements. */
    public Set<UUID> events() {
        Set<UUID> all = new TreeSet<>();
        Set<UUID> own = new TreeSet<>();
        long first = -1;
        long total;
        int offset = 0;
        do {
            Answer listed = expect(200, get("/core-data/api/v3/event/all?limit=" + page + "&offset=" + offset));
            Matcher count = TOTAL.matcher(listed.body());
            if (!count.find()) {
                throw new AssertionError("no total in " + listed);
            }
            total = Long.parseLong(count.group(1));
            first = first < 0 ? total : first;
            Matcher event = EVENT.matcher(listed.body());
            while (event.find()) {
                UUID id = UUID.fromString(event.group(1));
                all.add(id);
                if (event.group(2).equals(GATEWAY_ITSELF)) {
                    own.add(id);
                }
            }
            offset += page;
        } while (offset < total);
        if (all.size() < first) { // of those that came since then some are on no page
            throw new AssertionError(first + " events have " + all.size() + " ids");
        }
        all.removeAll(own);
        return all;
    }

    /** How many events were put into the spool of core-data since its start. */
    public long spooled() {
        return metric("graft_spool_spooled_total");
    }

    /** How many events are in the spool of core-data. */
    public long backlog() {
        return metric("graft_spool_events");
    }

    private long metric(String name) {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") && line.contains("service=\"core-data\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no metric " + name));
    }

    /** The ids of all keys in the store that is bound now. */
    public Set<UUID> keys() {
        Set<UUID> ids = new TreeSet<>();
        Answer all = get("/core-keeper/api/v3/kvs/key/it?keyOnly=true");
        if (all.status() != 404) {
            find(KEY, expect(200, all).body(), ids);
        }
        return ids;
    }

    /** Removes all events and keys of the stores that are bound now. */
    public void clear() {
        expect(202, send("DELETE", "/core-data/api/v3/event/age/0", null));
        if (!keys().isEmpty()) {
            expect(200, send("DELETE", "/core-keeper/api/v3/kvs/key/it?prefixMatch=true", null));
        }
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer send(String method, String path, String body) {
        String request = method + " " + path;
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(base.resolve(path))
                            .timeout(TIMEOUT)
                            .header("Content-Type", "application/json")
                            .method(
                                    method,
                                    body == null
                                            ? HttpRequest.BodyPublishers.noBody()
                                            : HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == 404 && !response.body().startsWith("{")) { // as services answer
                return new Answer(request, 0, false, false, "the HTTP server is there without the services");
            }
            return new Answer(
                    request,
                    response.statusCode(),
                    response.headers().firstValue("Retry-After").isPresent(),
                    response.headers().firstValue("Graft-Spooled").isPresent(),
                    response.body());
        } catch (IOException e) {
            return new Answer(request, 0, false, false, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(request, 0, false, false, e.toString());
        }
    }

    private static Answer expect(int status, Answer answer) {
        if (answer.status() != status) {
            throw new AssertionError(status + " is expected of " + answer);
        }
        return answer;
    }

    private static void find(Pattern pattern, String text, Set<UUID> into) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            into.add(UUID.fromString(matcher.group(1)));
        }
    }
}
