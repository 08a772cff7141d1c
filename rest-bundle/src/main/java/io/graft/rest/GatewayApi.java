package io.graft.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The gateway's own API for requests that come to it another way than by its path on the common port, e.g. through the
 * web console and its login: an OSGi service. Safe for use by many threads.
 */
@ProviderType
public interface GatewayApi {

    /**
     * Answers a request as it would be answered on the common port, whatever comes of it.
     *
     * @param from where in the request's URI the API's path begins, which is {@code /api/v3} and more
     * @throws IOException if the answer can't be sent
     */
    void serve(HttpServletRequest request, HttpServletResponse response, int from) throws IOException;
}
