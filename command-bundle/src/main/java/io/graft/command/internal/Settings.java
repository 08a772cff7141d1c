package io.graft.command.internal;

import io.graft.command.internal.http.DeviceClient;
import java.time.Duration;

/**
 * The settings in force.
 *
 * @param port the TCP port; 0 for none
 * @param logLevel the level of the log
 * @param url where clients reach the service, as lists of commands say it
 * @param maxResultCount the most devices in one answer
 * @param maxRequestBytes the largest body of a request
 * @param maxAnswerBytes the largest answer of a device service
 * @param requestTimeout how long a device service may take
 * @param connectTimeout how long a connection to it may take
 * @param maxRequests how many commands are under way at once
 * @param maxRequestsEach how many of them to one device service
 * @param checkParameters whether values are held against the profile
 * @param circuitFailures after how many failures in succession commands fail at once; 0 for never
 * @param circuitPause how long until one is tried again
 */
record Settings(
        int port,
        String logLevel,
        String url,
        int maxResultCount,
        int maxRequestBytes,
        int maxAnswerBytes,
        Duration requestTimeout,
        Duration connectTimeout,
        int maxRequests,
        int maxRequestsEach,
        boolean checkParameters,
        int circuitFailures,
        Duration circuitPause) {

    /** Where clients reach the service. */
    String serviceUrl() {
        return url.isEmpty() && port != 0 ? "http://localhost:" + port : url;
    }

    DeviceClient.Limits limits() {
        Duration connect = connectTimeout.compareTo(requestTimeout) < 0 ? connectTimeout : requestTimeout;
        return new DeviceClient.Limits(connect, requestTimeout, maxAnswerBytes);
    }

    Places.Bounds places() {
        return new Places.Bounds(maxRequests, maxRequestsEach);
    }

    Circuits.Rule circuit() {
        return new Circuits.Rule(circuitFailures, circuitPause);
    }
}
