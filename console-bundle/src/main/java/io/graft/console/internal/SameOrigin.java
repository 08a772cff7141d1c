package io.graft.console.internal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/**
 * Keeps other web sites from acting on the console through the administrator's browser, which sends the password along
 * by itself. Programs that are no browser send neither header and are served.
 */
final class SameOrigin {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private SameOrigin() {}

    static boolean allows(HttpServletRequest request) {
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
