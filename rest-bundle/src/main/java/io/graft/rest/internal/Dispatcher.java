package io.graft.rest.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.graft.api.persistence.StoreException;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import io.graft.rest.Response;
import io.graft.rest.SameOrigin;
import io.graft.rest.internal.json.JsonErrors;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Answers the requests of a service. */
final class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Logger ACCESS = LoggerFactory.getLogger("io.graft.rest.access");
    private static final String MDC_KEY = "correlationId";
    private static final int SMALL_BODY = 64 << 10;

    private final AnswerWriter writer = new AnswerWriter();
    private volatile Admission admission;
    private volatile BodyReader reader;

    Dispatcher(RestSettings settings) {
        configure(settings);
    }

    /** Takes other limits for the requests that come from now on. */
    void configure(RestSettings settings) {
        admission = new Admission(
                settings.maxRequests(),
                settings.maxWaiting(),
                settings.requestWait().toNanos());
        reader = new BodyReader(settings);
    }

    /**
     * Answers a request.
     *
     * @param from where in the request's path the service's part begins
     */
    void serve(ServedService service, int from, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        long start = System.nanoTime();
        String correlationId = CorrelationIds.of(request);
        MDC.put(MDC_KEY, correlationId);
        response.setHeader(CorrelationIds.HEADER, correlationId);
        Endpoint endpoint = service.unmatched();
        try {
            RouteTree.Match match = match(service, from, request, response);
            if (match == null) {
                return;
            }
            endpoint = match.endpoint();
            requireOwnSite(request);
            answer(service, match, correlationId, request, response);
        } catch (AnswerWriter.BrokenAnswerException e) {
            logBroken(e, request, endpoint);
            // Not to be completed: the server breaks the connection, so that nobody takes the part for the whole.
            throw e;
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            writeError(service, toError(e, request, endpoint), request, response);
        } finally {
            long nanos = System.nanoTime() - start;
            endpoint.record(response.getStatus(), nanos);
            if (ACCESS.isDebugEnabled()) {
                ACCESS.debug(
                        "{} {} {} {} us",
                        request.getMethod(),
                        request.getRequestURI(),
                        response.getStatus(),
                        nanos / 1000);
            }
            MDC.remove(MDC_KEY);
        }
    }

    private static void logBroken(
            AnswerWriter.BrokenAnswerException broken, HttpServletRequest request, Endpoint endpoint) {
        boolean clientLeft =
                broken.getCause() instanceof IOException && !(broken.getCause() instanceof JsonProcessingException);
        if (clientLeft) {
            LOG.debug("{} {}: the client left", request.getMethod(), endpoint.template(), broken);
        } else {
            LOG.error("{} {}: the answer broke off", request.getMethod(), endpoint.template(), broken.getCause());
        }
    }

    /** Finds the route; null if the request is answered already. */
    private RouteTree.Match match(
            ServedService service, int from, HttpServletRequest request, HttpServletResponse response) {
        String path = request.getRequestURI();
        String method = request.getMethod();
        RouteTree.Match match = service.routes().match(method.equals("HEAD") ? "GET" : method, path, from);
        if (match != null) {
            return match;
        }
        Set<String> methods = service.routes().methods(path, from);
        if (methods.isEmpty()) {
            throw ApiException.notFound("no such path: " + Texts.shortened(path));
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        response.setHeader("Allow", String.join(", ", methods));
        if (method.equals("OPTIONS")) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return null;
        }
        throw new ApiException(
                ErrorKind.NOT_ALLOWED,
                "method " + Texts.shortened(method) + " is not allowed here; allowed: " + String.join(", ", methods));
    }

    /** A browser asks before it sends another site's JSON; a form, a file and what has no body it sends unasked. */
    private static void requireOwnSite(HttpServletRequest request) {
        if (!SameOrigin.allows(request)) {
            throw new ApiException(
                    ErrorKind.FORBIDDEN,
                    "the request comes from a page of another site, which may not change anything");
        }
    }

    private void answer(
            ServedService service,
            RouteTree.Match match,
            String correlationId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Admission gate = match.endpoint().exempt() ? null : admission;
        if (gate != null && !gate.enter()) {
            throw new ApiException(
                    ErrorKind.SERVICE_UNAVAILABLE, "the gateway has more requests than it answers at once; try again");
        }
        ServletRestRequest asked = new ServletRestRequest(request, match, correlationId, service.codec(), reader);
        try {
            Response answer = match.endpoint().handler().handle(asked);
            try {
                writer.write(answer, service.codec(), response);
            } finally {
                answer.end().run();
            }
        } finally {
            asked.release();
            if (gate != null) {
                gate.leave();
            }
        }
    }

    private void writeError(
            ServedService service, ApiException error, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.resetBuffer();
        if (closesConnection(error.kind())) {
            response.setHeader("Connection", "close");
        } else if (request.getContentLengthLong() > 0 && request.getContentLengthLong() <= SMALL_BODY) {
            // Else the server would close the connection unannounced if the body came later than the answer.
            request.getInputStream().readNBytes(SMALL_BODY);
        }
        writer.write(AnswerWriter.error(error.kind(), error.getMessage()), service.codec(), response);
    }

    /** After these the rest of the body may still be on its way; nobody waits for it. */
    private static boolean closesConnection(ErrorKind kind) {
        return kind == ErrorKind.LIMIT_EXCEEDED || kind == ErrorKind.REQUEST_TIMEOUT;
    }

    private static ApiException toError(Throwable failure, HttpServletRequest request, Endpoint endpoint) {
        if (failure instanceof ApiException error) {
            return error;
        }
        if (failure instanceof StoreException store) {
            ApiException error = ApiException.of(store);
            if (error.kind() == ErrorKind.SERVER_ERROR) {
                LOG.error("{} {} failed", request.getMethod(), endpoint.template(), store);
            }
            return error;
        }
        if (failure instanceof JsonProcessingException json && JsonErrors.isInput(json)) {
            return JsonErrors.explain(json);
        }
        LOG.error("{} {} failed", request.getMethod(), endpoint.template(), failure);
        return new ApiException(
                ErrorKind.SERVER_ERROR,
                "internal error; the gateway's log has more under the correlation id of this answer",
                failure);
    }
}
