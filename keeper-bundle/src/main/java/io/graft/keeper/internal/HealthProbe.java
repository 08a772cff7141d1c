package io.graft.keeper.internal;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a registered service whether it is well. The JDK's other HTTP client would cost 25 MB of memory. */
final class HealthProbe {

    private static final Logger LOG = LoggerFactory.getLogger(HealthProbe.class);

    private final Duration timeout;

    /** @param timeout for the connection, and for the answer */
    HealthProbe(Duration timeout) {
        this.timeout = timeout;
    }

    /** UP if the service answers its health check with a 2xx, otherwise DOWN. */
    String ask(Registration registration) {
        HttpURLConnection connection = null;
        try {
            connection = (HttpURLConnection) url(registration).openConnection();
            connection.setConnectTimeout((int) timeout.toMillis());
            connection.setReadTimeout((int) timeout.toMillis());
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            int code = connection.getResponseCode();
            LOG.debug("service {} answers its health check with {}", registration.serviceId(), code);
            return code >= 200 && code < 300 ? Registration.UP : Registration.DOWN;
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("service {} does not answer its health check", registration.serviceId(), e);
            return Registration.DOWN;
        } finally {
            if (connection != null) {
                connection.disconnect();
            }
        }
    }

    private static URL url(Registration registration) throws IOException {
        String host = registration.host();
        String literal = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return URI.create(registration.healthCheck().type() + "://" + literal + ":" + registration.port()
                        + registration.healthCheck().path())
                .toURL();
    }
}
