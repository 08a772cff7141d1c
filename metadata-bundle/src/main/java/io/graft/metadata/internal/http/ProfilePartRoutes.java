package io.graft.metadata.internal.http;

import io.graft.metadata.internal.json.Json;
import io.graft.metadata.internal.model.DeviceProfile;
import io.graft.metadata.internal.model.DeviceResource;
import io.graft.metadata.internal.model.ItemRequest.AddDeviceCommandRequest;
import io.graft.metadata.internal.model.ItemRequest.AddDeviceResourceRequest;
import io.graft.metadata.internal.model.ItemRequest.UpdateDeviceCommandRequest;
import io.graft.metadata.internal.model.ItemRequest.UpdateDeviceResourceRequest;
import io.graft.metadata.internal.rules.Profiles;
import io.graft.metadata.internal.store.Records;
import io.graft.rest.ApiException;
import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.Routes;
import java.io.IOException;

/** The routes of the resources and commands of device profiles. */
final class ProfilePartRoutes {

    private final Profiles profiles;
    private final Records<DeviceProfile> records;
    private final Json json;
    private final Items items;

    ProfilePartRoutes(Profiles profiles, Records<DeviceProfile> records, Json json, Items items) {
        this.profiles = profiles;
        this.records = records;
        this.json = json;
        this.items = items;
    }

    void addTo(Routes.Builder routes) {
        routes.post("/deviceprofile/deviceCommand", "Adds commands to device profiles.", this::addCommands)
                .patch("/deviceprofile/deviceCommand", "Changes commands of device profiles.", this::patchCommands)
                .delete(
                        "/deviceprofile/name/{name}/deviceCommand/{command}",
                        "Removes a command from a device profile that no device has.",
                        this::deleteCommand)
                .post("/deviceprofile/resource", "Adds resources to device profiles.", this::addResources)
                .patch("/deviceprofile/resource", "Changes resources of device profiles.", this::patchResources)
                .delete(
                        "/deviceprofile/name/{name}/resource/{resource}",
                        "Removes a resource from a device profile that no device has.",
                        this::deleteResource)
                .get(
                        "/deviceresource/profile/{profile}/resource/{resource}",
                        "A resource of a device profile.",
                        this::resource);
    }

    private Response addCommands(Request request) throws IOException {
        return items.addParts(
                request,
                AddDeviceCommandRequest[].class,
                item -> profiles.addCommand(item.profileName(), item.deviceCommand()));
    }

    private Response patchCommands(Request request) throws IOException {
        return items.change(
                request,
                UpdateDeviceCommandRequest[].class,
                item -> profiles.patchCommand(item.profileName(), item.deviceCommand()));
    }

    private Response deleteCommand(Request request) {
        profiles.deleteCommand(request.pathParam("name"), request.pathParam("command"));
        return Response.envelope(200);
    }

    private Response addResources(Request request) throws IOException {
        return items.addParts(
                request,
                AddDeviceResourceRequest[].class,
                item -> profiles.addResource(item.profileName(), item.resource()));
    }

    private Response patchResources(Request request) throws IOException {
        return items.change(
                request,
                UpdateDeviceResourceRequest[].class,
                item -> profiles.patchResource(item.profileName(), item.resource()));
    }

    private Response deleteResource(Request request) {
        profiles.deleteResource(request.pathParam("name"), request.pathParam("resource"));
        return Response.envelope(200);
    }

    private Response resource(Request request) {
        String name = request.pathParam("resource");
        DeviceResource found = records.get(request.pathParam("profile")).value().deviceResources().stream()
                .filter(resource -> resource.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ApiException.notFound("resource " + name + " not exists"));
        return Response.envelope(200, out -> {
            out.writeFieldName("resource");
            json.write(out, found);
        });
    }
}
