package io.graft.management.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import io.graft.persistence.binding.MigrationException;
import io.graft.persistence.binding.MigrationRequest;
import io.graft.persistence.binding.MigrationRequest.Existing;
import io.graft.persistence.binding.MigrationStatus;
import io.graft.persistence.binding.Migrations;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.Routes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** The move of a service's data to another provider. */
final class MigrationRoutes {

    private static final long MAX_BODY = 64 * 1024;

    /**
     * The body of a POST.
     *
     * @param service whose data; in the path or here
     * @param provider who shall have the data
     * @param reference which of the service's references; may be left out if it has one
     * @param perSecond the rate; no limit if left out
     * @param rollbackWindow an ISO 8601 duration; a day if left out
     * @param existing refuse, merge or replace; refuse if left out
     */
    record StartMigration(
            String service,
            String provider,
            String reference,
            Integer perSecond,
            String rollbackWindow,
            String existing) {}

    private final Migrations migrations;

    MigrationRoutes(Migrations migrations) {
        this.migrations = migrations;
    }

    void addTo(Routes.Builder routes) {
        routes.get("/migration", "Gives the last migration of every service.", this::all)
                .post(
                        "/migration",
                        "Starts to move the data of the service that is named to another provider, while it serves.",
                        request -> start(request, null))
                .get("/migration/{service}", "Gives the last migration of a service.", this::one)
                .post(
                        "/migration/{service}",
                        "Starts to move a service's data to another provider, while it serves.",
                        request -> start(request, request.pathParam("service")))
                .post(
                        "/migration/{service}/pause",
                        "Stops the copying until it is resumed.",
                        request -> steer(request, migrations::pause))
                .post(
                        "/migration/{service}/resume",
                        "Goes on with a migration that is paused.",
                        request -> steer(request, migrations::resume))
                .post(
                        "/migration/{service}/abort",
                        "Gives a migration up; the service stays where it is.",
                        request -> steer(request, migrations::abort))
                .post(
                        "/migration/{service}/rollback",
                        "Moves back to the old provider, with all that was written since.",
                        request -> steer(request, migrations::rollback));
    }

    private Response all(Request request) {
        List<MigrationStatus> all = migrations.list();
        return Response.envelope(200, out -> {
            out.writeNumberField("totalCount", all.size());
            write(all, out);
        });
    }

    private Response one(Request request) {
        String service = request.pathParam("service");
        return answer(
                200,
                obeyed(() -> migrations.of(service, reference(request)))
                        .orElseThrow(() -> ApiException.notFound(
                                "no migration of '" + service + "' has been started on this gateway")));
    }

    /** @param service null if the body names it */
    private Response start(Request request, String service) throws IOException {
        StartMigration wanted = request.bind(StartMigration.class, MAX_BODY);
        if (wanted == null || wanted.provider() == null || wanted.provider().isBlank()) {
            throw ApiException.invalid(
                    "the provider field is undefined; name a provider, e.g. {\"provider\":\"redis\"}");
        }
        String whose = service == null ? wanted.service() : service;
        if (whose == null || whose.isBlank()) {
            throw ApiException.invalid(
                    "the service field is undefined; name a service, e.g. {\"service\":\"core-data\"}");
        }
        return answer(
                202,
                obeyed(() -> migrations.start(new MigrationRequest(
                        whose,
                        Optional.ofNullable(wanted.reference()),
                        wanted.provider(),
                        wanted.perSecond() == null ? 0 : wanted.perSecond(),
                        window(wanted.rollbackWindow()),
                        existing(wanted.existing())))));
    }

    private Response steer(Request request, BiFunction<String, Optional<String>, MigrationStatus> command) {
        return answer(202, obeyed(() -> command.apply(request.pathParam("service"), reference(request))));
    }

    private static Optional<String> reference(Request request) {
        return request.queryParam("reference");
    }

    private static Duration window(String text) {
        if (text == null) {
            return MigrationRequest.DEFAULT_ROLLBACK_WINDOW;
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new ApiException(
                    ErrorKind.CONTRACT_INVALID,
                    "rollbackWindow '" + text + "' is no ISO 8601 duration; write e.g. PT24H, or PT0S for none",
                    e);
        }
    }

    private static Existing existing(String text) {
        if (text == null) {
            return Existing.REFUSE;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "refuse" -> Existing.REFUSE;
            case "merge" -> Existing.MERGE;
            case "replace" -> Existing.REPLACE;
            default -> throw ApiException.invalid("existing '" + text + "' is none of refuse, merge, replace");
        };
    }

    private static <R> R obeyed(Supplier<R> command) {
        try {
            return command.get();
        } catch (MigrationException e) {
            throw new ApiException(kindOf(e), e.getMessage(), e);
        }
    }

    private static ErrorKind kindOf(MigrationException failure) {
        return switch (failure.reason()) {
            case UNKNOWN -> ErrorKind.DOES_NOT_EXIST;
            case INVALID -> ErrorKind.CONTRACT_INVALID;
            case CONFLICT -> ErrorKind.STATUS_CONFLICT;
            case FAILED -> ErrorKind.SERVICE_UNAVAILABLE;
        };
    }

    private static Response answer(int code, MigrationStatus status) {
        return Response.envelope(code, out -> {
            out.writeFieldName("migration");
            write(status, out);
        });
    }

    /** Writes the field {@code migrations}. */
    static void write(List<MigrationStatus> migrations, JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("migrations");
        for (MigrationStatus status : migrations) {
            write(status, out);
        }
        out.writeEndArray();
    }

    private static void write(MigrationStatus status, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("service", status.service());
        out.writeStringField("reference", status.reference());
        out.writeStringField("stores", status.stores().label());
        out.writeStringField("from", status.from());
        out.writeStringField("to", status.to());
        out.writeStringField("phase", status.phase().name());
        out.writeBooleanField("over", status.phase().over());
        out.writeStringField("message", status.message());
        out.writeNumberField("copied", status.copied());
        out.writeNumberField("total", status.total());
        out.writeNumberField("perSecond", Math.round(status.perSecond()));
        if (status.left().isPresent()) {
            out.writeNumberField("secondsLeft", status.left().get().toSeconds());
        }
        out.writeNumberField("verifiedChunks", status.verifiedChunks());
        out.writeNumberField("repairedChunks", status.repairedChunks());
        out.writeNumberField("followed", status.followed());
        out.writeStringField("started", status.started().toString());
        write("flipped", status.flipped(), out);
        write("rollbackUntil", status.rollbackUntil(), out);
        out.writeEndObject();
    }

    private static void write(String field, Optional<Instant> when, JsonGenerator out) throws IOException {
        if (when.isPresent()) {
            out.writeStringField(field, when.get().toString());
        }
    }
}
