package io.graft.metadata.internal.http;

import io.graft.api.persistence.Document;
import io.graft.metadata.internal.model.DeviceService;
import io.graft.metadata.internal.model.ItemRequest.AddDeviceServiceRequest;
import io.graft.metadata.internal.model.ItemRequest.UpdateDeviceServiceRequest;
import io.graft.metadata.internal.rules.DeviceServices;
import io.graft.metadata.internal.store.Records;
import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.Routes;

/** The routes of device services. */
final class ServiceRoutes {

    private final DeviceServices services;
    private final Records<DeviceService> records;
    private final Items items;
    private final Lists lists;

    ServiceRoutes(DeviceServices services, Records<DeviceService> records, Items items, Lists lists) {
        this.services = services;
        this.records = records;
        this.items = items;
        this.lists = lists;
    }

    void addTo(Routes.Builder routes) {
        routes.post(
                        "/deviceservice",
                        "Adds device services.",
                        request -> items.add(
                                request, AddDeviceServiceRequest[].class, item -> services.add(item.service())))
                .patch(
                        "/deviceservice",
                        "Changes device services.",
                        request -> items.change(
                                request, UpdateDeviceServiceRequest[].class, item -> services.patch(item.service())))
                .get(
                        "/deviceservice/all",
                        "Lists device services, by labels.",
                        request -> lists.labelled(request, records, "services", Lists.AS_STORED))
                .get("/deviceservice/name/{name}", "A device service by its name.", this::one)
                .delete("/deviceservice/name/{name}", "Removes a device service that nothing refers to.", this::delete);
    }

    private Response one(Request request) {
        Document document = records.getDocument(request.pathParam("name"));
        return Response.envelope(200, out -> {
            out.writeFieldName("service");
            out.writeRawValue(document.body());
        });
    }

    private Response delete(Request request) {
        services.delete(request.pathParam("name"));
        return Response.envelope(200);
    }
}
