package io.graft.certification.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.graft.api.certification.CertificateStatus;
import io.graft.certification.internal.Certifier.Certificate;
import io.graft.persistence.tck.CheckResult.Outcome;
import io.graft.persistence.tck.report.Report;
import io.graft.persistence.tck.report.ReportJson;
import io.graft.persistence.tck.report.ReportPage;
import io.graft.rest.ApiException;
import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.Routes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;

/** What certification answers over REST. */
final class CertificationRoutes {

    /** Where the routes are on the common port. */
    static final String PREFIX = "/api/v3";

    private static final String HTML = ".html";
    private static final String JSON = ".json";

    private final Certifier certifier;

    CertificationRoutes(Certifier certifier) {
        this.certifier = certifier;
    }

    Routes routes() {
        return Routes.builder()
                .post("/certification/{provider}", "Begins to certify a provider", this::begin)
                .get("/certification/{provider}", "Tells how far the certification of a provider is", this::state)
                .delete("/certification/{provider}", "Cancels the certification of a provider", this::cancel)
                .get("/certificate", "Lists for each provider what certificate there is", this::list)
                .get(
                        "/certificate/{provider}",
                        "The certificate of a provider: JSON, or a page if .html is appended or Accept asks for it",
                        this::certificate)
                .build();
    }

    private Response begin(Request request) {
        long seed = seed(request);
        String provider = request.pathParam("provider");
        try {
            Progress begun = certifier.start(provider, seed).progress();
            return Response.envelope(202, out -> write(begun, out))
                    .header("Location", PREFIX + "/certification/" + provider);
        } catch (RefusedException e) {
            throw refused(e);
        }
    }

    private static long seed(Request request) {
        String seed = request.queryParam("seed").orElse("");
        if (seed.isEmpty()) {
            return new Random().nextInt(Integer.MAX_VALUE);
        }
        try {
            return Long.parseLong(seed);
        } catch (NumberFormatException e) {
            throw ApiException.invalid("query parameter seed is '" + seed + "', not a whole number of 64 bits");
        }
    }

    private Response state(Request request) {
        Progress progress = running(request).progress();
        return Response.envelope(200, out -> write(progress, out));
    }

    private Response cancel(Request request) {
        Certification certification = running(request);
        certification.cancel();
        Progress progress = certification.progress();
        return Response.envelope(202, out -> write(progress, out));
    }

    private Certification running(Request request) {
        String provider = request.pathParam("provider");
        return certifier
                .latest(provider)
                .orElseThrow(() -> ApiException.notFound(
                        "provider '" + provider + "' was not certified since the gateway was started"));
    }

    private static void write(Progress progress, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("certification");
        out.writeStringField("provider", progress.provider());
        out.writeStringField("state", progress.state().name());
        out.writeStringField("started", progress.started().toString());
        out.writeNumberField("checks", progress.of());
        out.writeNumberField("done", progress.done().size());
        out.writeNumberField("passed", progress.count(Outcome.PASSED));
        out.writeNumberField("failed", progress.count(Outcome.FAILED));
        out.writeNumberField("leftOut", progress.count(Outcome.LEFT_OUT));
        out.writeStringField("check", progress.check());
        out.writeStringField("message", progress.message());
        if (progress.report().isPresent()) {
            out.writeStringField("verdict", progress.report().get().verdict().text());
        }
        out.writeEndObject();
    }

    private Response list(Request request) {
        Certifier.Overview overview = certifier.certificates();
        return Response.envelope(200, out -> {
            out.writeNumberField("totalCount", overview.certificates().size());
            out.writeArrayFieldStart("certificates");
            for (Certificate certificate : overview.certificates()) {
                write(certificate, out);
            }
            out.writeEndArray();
            out.writeArrayFieldStart("problems");
            for (String problem : overview.problems()) {
                out.writeString(problem);
            }
            out.writeEndArray();
        });
    }

    private static void write(Certificate certificate, JsonGenerator out) throws IOException {
        CertificateStatus status = certificate.status();
        out.writeStartObject();
        out.writeStringField("provider", certificate.provider());
        out.writeStringField("state", status.state().name());
        out.writeStringField("detail", status.detail());
        if (certificate.report().isPresent()) {
            Report report = certificate.report().get();
            out.writeStringField("when", report.started().toString());
            out.writeStringField("version", report.subject().version());
            out.writeStringField("sha256", report.subject().sha256());
            out.writeStringField("contract", report.contract());
            out.writeStringField("page", status.page());
        }
        out.writeEndObject();
    }

    private Response certificate(Request request) {
        String asked = request.pathParam("provider");
        boolean page = asked.endsWith(HTML) || (!asked.endsWith(JSON) && prefersPage(request));
        String provider =
                asked.endsWith(HTML) || asked.endsWith(JSON) ? asked.substring(0, asked.lastIndexOf('.')) : asked;
        Report report;
        try {
            report = certifier
                    .certificate(provider)
                    .report()
                    .orElseThrow(() -> ApiException.notFound("there is no certificate of provider '" + provider
                            + "'; POST " + PREFIX + "/certification/" + provider + " makes one"));
        } catch (RefusedException e) {
            throw refused(e);
        }
        return page
                ? Response.of(200, "text/html; charset=utf-8", bytes(ReportPage.html(report)))
                        .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                        .header("X-Content-Type-Options", "nosniff")
                : Response.of(200, Response.JSON, bytes(ReportJson.text(report)));
    }

    private static boolean prefersPage(Request request) {
        String accept = request.header("Accept").orElse("").toLowerCase(Locale.ROOT);
        int page = accept.indexOf("text/html");
        int json = accept.indexOf(Response.JSON);
        return page >= 0 && (json < 0 || page < json);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ApiException refused(RefusedException e) {
        return switch (e.reason()) {
            case UNKNOWN -> ApiException.notFound(e.getMessage());
            case BUSY -> ApiException.conflict(e.getMessage());
        };
    }
}
