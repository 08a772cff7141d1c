package io.graft.persistence.tck.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graft.persistence.tck.CheckResult.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as JSON. Safe for use by many threads. */
public final class ReportJson {

    /** The version of the form; a reader refuses a newer one. */
    public static final int FORMAT_VERSION = 1;

    /** The largest certificate that is read. */
    public static final int MAX_BYTES = 4 << 20;

    private static final String FORMAT = "graft-certificate";
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private ReportJson() {}

    /** The report as a document of its own, for programs and for people. */
    public static String text(Report report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
            write(report, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString();
    }

    /** Writes the report as one object. */
    public static void write(Report report, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("format", FORMAT);
        out.writeNumberField("formatVersion", FORMAT_VERSION);
        out.writeStringField("verdict", report.verdict().text());
        out.writeStringField("summary", report.summary());
        out.writeObjectFieldStart("subject");
        out.writeStringField("provider", report.subject().provider());
        out.writeStringField("version", report.subject().version());
        out.writeStringField("bundle", report.subject().symbolicName());
        out.writeStringField("sha256", report.subject().sha256());
        out.writeEndObject();
        out.writeStringField("contract", report.contract());
        out.writeStringField("server", report.server());
        out.writeStringField("way", report.way());
        out.writeObjectFieldStart("host");
        out.writeStringField("java", report.host().java());
        out.writeStringField("os", report.host().os());
        out.writeNumberField("processors", report.host().processors());
        out.writeNumberField("heapMebibytes", report.host().heapMebibytes());
        out.writeEndObject();
        out.writeStringField("started", report.started().toString());
        out.writeNumberField("durationMillis", report.duration().toMillis());
        out.writeStringField("seed", Long.toString(report.seed()));
        out.writeStringField("effort", report.effort());
        out.writeArrayFieldStart("checks");
        for (ReportedCheck check : report.checks()) {
            write(check, out);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void write(ReportedCheck check, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", check.id());
        out.writeStringField("title", check.title());
        out.writeStringField("outcome", text(check.outcome()));
        out.writeNumberField("micros", check.time().toNanos() / 1_000);
        if (!check.message().isEmpty()) {
            out.writeStringField("message", check.message());
        }
        if (check.outcome() == Outcome.LEFT_OUT) {
            out.writeBooleanField("excused", check.excused());
        }
        out.writeEndObject();
    }

    /**
     * Reads a report.
     *
     * @throws IOException if it can't be read, is larger than {@link #MAX_BYTES}, or is no certificate; the message says
     *     what is wrong with it
     */
    public static Report read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IOException("the certificate has more than " + MAX_BYTES + " bytes");
        }
        JsonNode root;
        try {
            root = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new IOException("the certificate is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!FORMAT.equals(root.path("format").asText())) {
            throw new IOException("this is no certificate: its format is not " + FORMAT);
        }
        long version = number(root, "formatVersion");
        if (version != FORMAT_VERSION) {
            throw new IOException(
                    "the certificate has format version " + version + "; only " + FORMAT_VERSION + " is known here");
        }
        try {
            return report(root);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new IOException("the certificate has a wrong value: " + e.getMessage(), e);
        }
    }

    private static Report report(JsonNode root) throws IOException {
        JsonNode subject = root.path("subject");
        JsonNode host = root.path("host");
        List<ReportedCheck> checks = new ArrayList<>();
        for (JsonNode check : root.path("checks")) {
            checks.add(check(check));
        }
        return new Report(
                new Subject(
                        text(subject, "provider"),
                        text(subject, "version"),
                        text(subject, "bundle"),
                        text(subject, "sha256")),
                text(root, "contract"),
                text(root, "server"),
                text(root, "way"),
                new Host(
                        text(host, "java"),
                        text(host, "os"),
                        Math.toIntExact(number(host, "processors")),
                        number(host, "heapMebibytes")),
                Instant.parse(text(root, "started")),
                Duration.ofMillis(number(root, "durationMillis")),
                Long.parseLong(text(root, "seed")),
                text(root, "effort"),
                checks);
    }

    private static ReportedCheck check(JsonNode check) throws IOException {
        return new ReportedCheck(
                text(check, "id"),
                text(check, "title"),
                outcome(text(check, "outcome")),
                Duration.ofNanos(Math.multiplyExact(number(check, "micros"), 1_000L)),
                check.path("message").asText(),
                check.path("excused").asBoolean());
    }

    private static Outcome outcome(String text) throws IOException {
        for (Outcome outcome : Outcome.values()) {
            if (text(outcome).equals(text)) {
                return outcome;
            }
        }
        throw new IOException("the certificate has a check with outcome '" + text + "'");
    }

    private static String text(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String text(JsonNode node, String field) throws IOException {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new IOException("the certificate has no text in its field " + field);
        }
        return value.textValue();
    }

    private static long number(JsonNode node, String field) throws IOException {
        JsonNode value = node.path(field);
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw new IOException("the certificate has no whole number in its field " + field);
        }
        return value.longValue();
    }
}
