package io.graft.command.internal.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a device service is.
 *
 * @param tls whether it is https
 * @param host its name or address
 * @param port its port
 * @param path what stands in front of every path, without a slash at the end
 */
public record BaseAddress(boolean tls, String host, int port, String path) {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int MAX_PORT = 65_535;

    /**
     * Reads a base address.
     *
     * @throws IllegalArgumentException if it is not http or https with a host; the message says so
     */
    public static BaseAddress of(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(refusal(text), e);
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        if (!(tls || scheme.equals("http"))
                || uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getPort() > MAX_PORT) {
            throw new IllegalArgumentException(refusal(text));
        }
        String host = uri.getHost().startsWith("[")
                ? uri.getHost().substring(1, uri.getHost().length() - 1)
                : uri.getHost();
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return new BaseAddress(tls, host, uri.getPort() < 0 ? (tls ? HTTPS : HTTP) : uri.getPort(), path);
    }

    /** Host and port as a {@code Host} header has them. */
    String authority() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority() + path;
    }

    private static String refusal(String text) {
        return "base address '" + text + "' is not http://host:port or https://host:port";
    }
}
