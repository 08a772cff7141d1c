package io.graft.rest.internal;

import java.time.Duration;
import java.util.List;

/**
 * What an operator sets for all services, checked.
 *
 * @param host the address that the services' own ports are bound to
 * @param maxRequests how many requests are answered at once
 * @param maxWaiting how many more may wait for their turn
 * @param requestWait how long they wait
 * @param maxConnections how many connections a service's own port takes
 * @param idleTimeout how long a connection may be silent
 * @param bodyBudget how many bytes of large bodies are held at once
 * @param bodyWait how long a large body waits for that
 * @param uploadGrace how long any body may take
 * @param uploadRate how many bytes a second a body must bring after that
 * @param readyServices the services without which the gateway is not ready
 */
public record RestSettings(
        String host,
        int maxRequests,
        int maxWaiting,
        Duration requestWait,
        int maxConnections,
        Duration idleTimeout,
        long bodyBudget,
        Duration bodyWait,
        Duration uploadGrace,
        int uploadRate,
        List<String> readyServices) {

    public RestSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host is empty; set it to an address of this machine, e.g. 127.0.0.1");
        }
        atLeast("requests.max", maxRequests, 1);
        atLeast("requests.waiting.max", maxWaiting, 0);
        atLeast("connections.max", maxConnections, 1);
        atLeast("idle.timeout.seconds", idleTimeout.toSeconds(), 1);
        atLeast("body.budget", bodyBudget, 1 << 20);
        atLeast("upload.grace.seconds", uploadGrace.toSeconds(), 1);
        atLeast("upload.rate", uploadRate, 1);
        readyServices = List.copyOf(readyServices);
    }

    private static void atLeast(String name, long value, long min) {
        if (value < min) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be at least " + min);
        }
    }
}
