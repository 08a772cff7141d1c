package io.graft.metadata.internal.http;

import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.metadata.internal.model.Device;
import io.graft.metadata.internal.model.ItemRequest;
import io.graft.metadata.internal.model.ItemRequest.AddDeviceRequest;
import io.graft.metadata.internal.model.ItemRequest.UpdateDeviceRequest;
import io.graft.metadata.internal.rules.DeviceTree;
import io.graft.metadata.internal.rules.Devices;
import io.graft.metadata.internal.store.Kind;
import io.graft.metadata.internal.store.Records;
import io.graft.metadata.internal.validation.DeviceValidation;
import io.graft.metadata.internal.validation.Round;
import io.graft.rest.ApiException;
import io.graft.rest.Paging;
import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.Routes;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The routes of devices. */
final class DeviceRoutes {

    private final Devices devices;
    private final DeviceValidation validation;
    private final DeviceTree tree;
    private final Records<Device> records;
    private final Items items;
    private final Lists lists;

    DeviceRoutes(
            Devices devices,
            DeviceValidation validation,
            DeviceTree tree,
            Records<Device> records,
            Items items,
            Lists lists) {
        this.devices = devices;
        this.validation = validation;
        this.tree = tree;
        this.records = records;
        this.items = items;
        this.lists = lists;
    }

    void addTo(Routes.Builder routes) {
        routes.post("/device", "Adds devices.", this::add)
                .patch("/device", "Changes devices.", this::patch)
                .get("/device/all", "Lists devices, by labels and by ancestor.", this::all)
                .get("/device/check/name/{name}", "Says whether a device exists.", this::check)
                .get(
                        "/device/name/{name}",
                        "A device by its name.",
                        request -> one(records.getDocument(request.pathParam("name"))))
                .delete("/device/name/{name}", "Removes a device that has no children.", this::delete)
                .get("/device/id/{id}", "A device by its id.", this::byId)
                .get(
                        "/device/profile/name/{name}",
                        "Lists the devices of a profile.",
                        request -> listBy(request, Kind.PROFILE))
                .get(
                        "/device/service/name/{name}",
                        "Lists the devices of a device service.",
                        request -> listBy(request, Kind.SERVICE));
    }

    private Response add(Request request) throws IOException {
        boolean bypass = flag(request, "bypassValidation");
        boolean force = flag(request, "force");
        Optional<Round> round = bypass || force ? Optional.empty() : validation.begin(request.correlationId());
        try (Round open = round.orElse(null)) {
            Check<AddDeviceRequest> check = check(open, item -> devices.checked(item.device()));
            return items.add(request, AddDeviceRequest[].class, check, item -> devices.add(item.device(), force));
        }
    }

    private Response patch(Request request) throws IOException {
        boolean bypass = flag(request, "bypassValidation");
        Optional<Round> round = bypass ? Optional.empty() : validation.begin(request.correlationId());
        try (Round open = round.orElse(null)) {
            Check<UpdateDeviceRequest> check = check(open, item -> devices.checked(item.device()));
            return items.change(request, UpdateDeviceRequest[].class, check, item -> devices.patch(item.device()));
        }
    }

    private static <R extends ItemRequest> Check<R> check(Round round, Function<R, Device> device) {
        return round == null ? Check.none() : new DeviceChecks(round).of(device);
    }

    private Response all(Request request) {
        String ancestor = request.queryParam("descendantsOf").orElse("");
        int maxLevels = maxLevels(request);
        if (ancestor.isEmpty()) {
            return lists.labelled(request, records, "devices", Lists.AS_STORED);
        }
        Paging paging = lists.paging(request);
        return lists.page(
                tree.descendants(ancestor, maxLevels, Lists.labels(request), paging.offset(), paging.limit()),
                paging,
                "devices",
                Lists.AS_STORED);
    }

    private Response check(Request request) {
        records.getDocument(request.pathParam("name"));
        return Response.envelope(200);
    }

    private Response delete(Request request) {
        devices.delete(request.pathParam("name"));
        return Response.envelope(200);
    }

    private Response byId(Request request) {
        String id = request.pathParam("id");
        Uuids.require(id);
        return one(records.getDocumentById(id));
    }

    private Response listBy(Request request, String field) {
        Condition condition = new Condition.Equal(field, request.pathParam("name"));
        return lists.selected(request, records, "devices", Lists.AS_STORED, List.of(condition));
    }

    private static Response one(Document document) {
        return Response.envelope(200, out -> {
            out.writeFieldName("device");
            out.writeRawValue(document.body());
        });
    }

    private static int maxLevels(Request request) {
        String text = request.queryParam("maxLevels").orElse("0");
        if (!text.matches("[0-9]{1,9}")) {
            throw ApiException.invalid(
                    "query parameter maxLevels is '" + text + "'; an integer from 0 to 999999999 is needed");
        }
        return Integer.parseInt(text);
    }

    private static boolean flag(Request request, String name) {
        String text = request.queryParam(name).orElse("false").toLowerCase(Locale.ROOT);
        return switch (text) {
            case "true", "1", "t" -> true;
            case "false", "0", "f", "" -> false;
            default ->
                throw ApiException.invalid("query parameter " + name + " is '" + text + "'; true or false is needed");
        };
    }
}
