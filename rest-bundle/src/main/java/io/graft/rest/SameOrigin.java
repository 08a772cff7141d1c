package io.graft.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/**
 * Keeps other web sites from acting on the gateway through a browser that can reach it. Programs that are no browser
 * send neither of the headers that are looked at, and are served.
 */
public final class SameOrigin {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private SameOrigin() {}

    /** Whether a request changes nothing, or does not come from another site's page. */
    public static boolean allows(HttpServletRequest request) {
        if (READING.contains(request.getMethod())) {
            return true;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return OWN_SITE.contains(site);
        }
        String origin = request.getHeader("Origin");
        return origin == null || origin.equals(request.getScheme() + "://" + request.getHeader("Host"));
    }
}
