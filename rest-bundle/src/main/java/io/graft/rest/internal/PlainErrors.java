package io.graft.rest.internal;

import io.graft.rest.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What the HTTP server itself refuses on a service's port, such as a request line that is none, becomes EdgeX's envelope
 * too. Other ports keep their own pages.
 */
final class PlainErrors implements Request.Handler {

    private final Request.Handler others;

    private PlainErrors(Request.Handler others) {
        this.others = others;
    }

    /** Installs it in a running server, once. */
    static void install(Server server) {
        if (!(server.getErrorHandler() instanceof PlainErrors)) {
            server.setErrorHandler(
                    new PlainErrors(Objects.requireNonNullElseGet(server.getErrorHandler(), ErrorHandler::new)));
        }
    }

    @Override
    public boolean handle(Request request, org.eclipse.jetty.server.Response response, Callback callback)
            throws Exception {
        if (!(request.getConnectionMetaData().getConnector() instanceof OwnPort.OwnConnector)) {
            return others.handle(request, response, callback);
        }
        int status = response.getStatus();
        String json = "{\"apiVersion\":\"" + Response.API_VERSION + "\",\"statusCode\":" + status + ",\"message\":\""
                + HttpStatus.getMessage(status) + "\"}";
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Response.JSON);
        response.write(true, ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }
}
