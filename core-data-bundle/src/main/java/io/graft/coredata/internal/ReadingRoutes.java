package io.graft.coredata.internal;

import io.graft.api.model.Reading;
import io.graft.api.persistence.Aggregate;
import io.graft.api.persistence.AggregateFunction;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.ReadingQuery;
import io.graft.api.persistence.TimeRange;
import io.graft.persistence.binding.EventGate;
import io.graft.rest.Paging;
import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.Routes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Answers what is asked of stored readings. */
final class ReadingRoutes {

    private static final int STATUS_OK = 200;

    private final EventGate gate;
    private final Supplier<Settings> settings;
    private final Pages pages = new Pages("readings", Lists.LARGE_PAGE_WAIT);

    ReadingRoutes(EventGate gate, Supplier<Settings> settings) {
        this.gate = gate;
        this.settings = settings;
    }

    void addTo(Routes.Builder routes) {
        routes.get("/reading/all", "Lists readings, the newest first.", request -> list(request, ReadingFilter.ALL))
                .get("/reading/count", "Counts all readings.", request -> count(ReadingFilter.ALL))
                .get(
                        "/reading/count/device/name/{name}",
                        "Counts the readings of a device.",
                        request -> count(ReadingFilter.device(Params.name(request, "name"))))
                .get(
                        "/reading/device/name/{name}",
                        "Lists the readings of a device, the newest first.",
                        request -> list(request, ReadingFilter.device(Params.name(request, "name"))))
                .get(
                        "/reading/resourceName/{resourceName}",
                        "Lists the readings of a resource of any device, the newest first.",
                        request -> list(request, resource(request)))
                .get(
                        "/reading/device/name/{name}/resourceName/{resourceName}",
                        "Lists the readings of a resource of a device, the newest first.",
                        request -> list(request, deviceAndResource(request)))
                .get(
                        "/reading/start/{start}/end/{end}",
                        "Lists the readings within a range of origins, the newest first.",
                        request -> list(request, ReadingFilter.ALL.within(Params.range(request))))
                .get(
                        "/reading/resourceName/{resourceName}/start/{start}/end/{end}",
                        "Lists the readings of a resource within a range of origins, the newest first.",
                        request -> list(request, resource(request).within(Params.range(request))))
                .get(
                        "/reading/device/name/{name}/resourceName/{resourceName}/start/{start}/end/{end}",
                        "Lists the readings of a device's resource within a range of origins, the newest first.",
                        request -> list(request, deviceAndResource(request).within(Params.range(request))))
                .get(
                        "/reading/device/name/{name}/start/{start}/end/{end}",
                        "Lists the readings of a device, or of the resources named in the body, within a range of"
                                + " origins, the newest first.",
                        this::deviceAndRange);
    }

    private Response deviceAndRange(Request request) throws IOException {
        String device = Params.name(request, "name");
        TimeRange range = Params.range(request);
        return list(request, new ReadingFilter(Optional.of(device), ResourceNames.read(request), range));
    }

    private Response list(Request request, ReadingFilter filter) {
        Paging paging = Paging.ofUncounted(request, settings.get().maxResultCount());
        Optional<AggregateFunction> function = Params.aggregate(request);
        if (function.isPresent()) {
            return aggregate(request, filter, function.get());
        }
        EventWriter writer = new EventWriter(Params.numeric(request));
        long maxBytes = settings.get().maxPageBytes();
        ReadingQuery query = new ReadingQuery(filter, paging.offset(), paging.limit(), maxBytes, paging.counted());
        StoreReader reader = new StoreReader(gate);
        return pages.<Reading>answer(
                maxBytes, bytes -> reader.read("readings", store -> store.readings(query.atMostBytes(bytes))), page -> {
                    long total = Lists.total(paging, page);
                    return reader.mark(Response.envelope(STATUS_OK, out -> {
                        out.writeNumberField("totalCount", total);
                        out.writeFieldName("readings");
                        writer.writeReadings(out, page.items());
                    }));
                });
    }

    private Response aggregate(Request request, ReadingFilter filter, AggregateFunction function) {
        String asked = request.queryParam("aggregateFunc").orElseThrow();
        StoreReader reader = new StoreReader(gate);
        List<Aggregate> groups = reader.read("aggregate", store -> store.aggregate(filter, function));
        return reader.mark(Response.envelope(STATUS_OK, out -> {
            out.writeStringField("aggregateFunc", asked);
            out.writeArrayFieldStart("readings");
            for (Aggregate group : groups) {
                AggregateWriter.write(out, group, function);
            }
            out.writeEndArray();
        }));
    }

    private Response count(ReadingFilter filter) {
        StoreReader reader = new StoreReader(gate);
        return reader.mark(Lists.count(reader.read("countReadings", store -> store.countReadings(filter))));
    }

    private static ReadingFilter resource(Request request) {
        return ReadingFilter.resource(Params.name(request, "resourceName"));
    }

    private static ReadingFilter deviceAndResource(Request request) {
        return new ReadingFilter(
                Optional.of(Params.name(request, "name")), Set.of(Params.name(request, "resourceName")), TimeRange.ALL);
    }
}
