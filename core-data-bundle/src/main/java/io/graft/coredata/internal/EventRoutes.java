package io.graft.coredata.internal;

import io.graft.api.model.Event;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.TimeRange;
import io.graft.persistence.binding.EventGate;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import io.graft.rest.Paging;
import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.Routes;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Answers what is asked of stored events. */
final class EventRoutes {

    private static final int STATUS_OK = 200;
    private static final int STATUS_ACCEPTED = 202;

    private final EventGate gate;
    private final Supplier<Settings> settings;
    private final Clock clock;
    private final Pages pages = new Pages("events", Lists.LARGE_PAGE_WAIT);

    EventRoutes(EventGate gate, Supplier<Settings> settings, Clock clock) {
        this.gate = gate;
        this.settings = settings;
        this.clock = clock;
    }

    void addTo(Routes.Builder routes) {
        routes.get("/event/all", "Lists events, the newest first.", request -> list(request, EventFilter.ALL))
                .get("/event/id/{id}", "Gives one event.", this::byId)
                .delete("/event/id/{id}", "Deletes one event.", this::deleteById)
                .get("/event/count", "Counts all events.", request -> count(EventFilter.ALL))
                .get(
                        "/event/count/device/name/{name}",
                        "Counts the events of a device.",
                        request -> count(EventFilter.device(Params.name(request, "name"))))
                .get(
                        "/event/device/name/{name}",
                        "Lists the events of a device, the newest first.",
                        request -> list(request, EventFilter.device(Params.name(request, "name"))))
                .delete("/event/device/name/{name}", "Deletes the events of a device.", this::deleteByDevice)
                .get(
                        "/event/start/{start}/end/{end}",
                        "Lists the events within a range of origins, the newest first.",
                        request -> list(request, EventFilter.ALL.within(Params.range(request))))
                .delete(
                        "/event/age/{age}",
                        "Deletes the events that are at least so many nanoseconds old.",
                        this::deleteByAge);
    }

    private Response list(Request request, EventFilter filter) {
        Paging paging = Paging.ofUncounted(request, settings.get().maxResultCount());
        EventWriter writer = new EventWriter(Params.numeric(request));
        long maxBytes = settings.get().maxPageBytes();
        EventQuery query =
                new EventQuery(filter, Optional.empty(), paging.offset(), paging.limit(), maxBytes, paging.counted());
        StoreReader reader = new StoreReader(gate);
        return pages.<Event>answer(
                maxBytes, bytes -> reader.read("events", store -> store.events(query.atMostBytes(bytes))), page -> {
                    long total = Lists.total(paging, page);
                    return reader.mark(Response.envelope(STATUS_OK, out -> {
                        out.writeNumberField("totalCount", total);
                        out.writeFieldName("events");
                        writer.writeEvents(out, page.items());
                    }));
                });
    }

    private Response byId(Request request) {
        UUID id = id(request);
        EventWriter writer = new EventWriter(Params.numeric(request));
        StoreReader reader = new StoreReader(gate);
        Event event = reader.read("event", store -> store.event(id)).orElseThrow(() -> absent(id, reader.missing()));
        return Response.envelope(STATUS_OK, out -> {
            out.writeFieldName("event");
            writer.write(out, event);
        });
    }

    private Response count(EventFilter filter) {
        StoreReader reader = new StoreReader(gate);
        return reader.mark(Lists.count(reader.read("countEvents", store -> store.countEvents(filter))));
    }

    private Response deleteById(Request request) {
        UUID id = id(request);
        if (!gate.delete(id)) {
            throw absent(id, 0);
        }
        return Response.envelope(STATUS_OK);
    }

    private Response deleteByDevice(Request request) {
        return delete(EventFilter.device(Params.name(request, "name")));
    }

    private Response deleteByAge(Request request) {
        long age = Params.natural(request, "age");
        Instant now = clock.instant();
        long origin = now.getEpochSecond() * 1_000_000_000L + now.getNano() - age;
        return delete(EventFilter.ALL.within(TimeRange.until(origin)));
    }

    private Response delete(EventFilter filter) {
        gate.delete(filter);
        return Response.envelope(STATUS_ACCEPTED);
    }

    private static ApiException absent(UUID id, long missing) {
        return missing == 0
                ? ApiException.notFound("event doesn't exist in the database, id " + id)
                : new ApiException(
                        ErrorKind.SERVICE_UNAVAILABLE,
                        "event " + id + " is not in the database, but " + missing
                                + " acknowledged events are on their way there; try again later");
    }

    private static UUID id(Request request) {
        String text = request.pathParam("id");
        UUID id = Uuids.parse(text);
        if (id == null) {
            throw ApiException.invalid("id '" + Tokens.shown(text) + "' is not a UUID");
        }
        return id;
    }
}
