package io.graft.metadata.internal.http;

import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.metadata.internal.json.Json;
import io.graft.metadata.internal.json.Yaml;
import io.graft.metadata.internal.model.Device;
import io.graft.metadata.internal.model.DeviceProfile;
import io.graft.metadata.internal.model.ItemRequest.DeviceProfileBasicInfoRequest;
import io.graft.metadata.internal.model.ItemRequest.DeviceProfileRequest;
import io.graft.metadata.internal.model.ItemRequest.DeviceProfileTagsRequest;
import io.graft.metadata.internal.model.ProfileBasicInfo;
import io.graft.metadata.internal.rules.Profiles;
import io.graft.metadata.internal.store.Kind;
import io.graft.metadata.internal.store.Records;
import io.graft.rest.ApiException;
import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.Response.JsonBody;
import io.graft.rest.Routes;
import java.io.IOException;
import java.util.List;

/** The routes of device profiles as wholes. */
final class ProfileRoutes {

    private static final int MAX_YAML_BYTES = 3_000_000;
    private static final int MAX_FORM_BYTES = MAX_YAML_BYTES + 10_000;

    private final Profiles profiles;
    private final Records<DeviceProfile> records;
    private final Records<Device> devices;
    private final Json json;
    private final Items items;
    private final Lists lists;

    ProfileRoutes(
            Profiles profiles,
            Records<DeviceProfile> records,
            Records<Device> devices,
            Json json,
            Items items,
            Lists lists) {
        this.profiles = profiles;
        this.records = records;
        this.devices = devices;
        this.json = json;
        this.items = items;
        this.lists = lists;
    }

    void addTo(Routes.Builder routes) {
        routes.post(
                        "/deviceprofile",
                        "Adds device profiles.",
                        request ->
                                items.add(request, DeviceProfileRequest[].class, item -> profiles.add(item.profile())))
                .put("/deviceprofile", "Replaces device profiles.", this::replace)
                .post("/deviceprofile/uploadfile", "Adds a device profile from a YAML file.", this::upload)
                .put("/deviceprofile/uploadfile", "Replaces a device profile by a YAML file.", this::replaceByUpload)
                .get(
                        "/deviceprofile/all",
                        "Lists device profiles, by labels.",
                        request -> lists.labelled(request, records, "profiles", this::whole))
                .get("/deviceprofile/name/{name}", "A device profile by its name.", this::one)
                .delete("/deviceprofile/name/{name}", "Removes a device profile that nothing refers to.", this::delete)
                .patch(
                        "/deviceprofile/name/{name}/tags",
                        "Changes the tags of a profile's resources and commands.",
                        this::patchTags)
                .patch(
                        "/deviceprofile/basicinfo",
                        "Changes what is not a resource or command.",
                        request -> items.change(
                                request,
                                DeviceProfileBasicInfoRequest[].class,
                                item -> profiles.patch(item.basicinfo())))
                .get(
                        "/deviceprofile/basicinfo/all",
                        "Lists device profiles without resources and commands, by labels.",
                        request -> lists.labelled(request, records, "profiles", this::basicInfo))
                .get(
                        "/deviceprofile/manufacturer/{manufacturer}",
                        "Lists the device profiles of a manufacturer.",
                        request -> listBy(request, Kind.MANUFACTURER))
                .get(
                        "/deviceprofile/model/{model}",
                        "Lists the device profiles of a model.",
                        request -> listBy(request, Kind.MODEL))
                .get(
                        "/deviceprofile/manufacturer/{manufacturer}/model/{model}",
                        "Lists the device profiles of a manufacturer's model.",
                        request -> listBy(request, Kind.MANUFACTURER, Kind.MODEL));
    }

    private Response replace(Request request) throws IOException {
        profiles.requireChangesAllowed();
        return items.change(request, DeviceProfileRequest[].class, item -> profiles.replace(item.profile()));
    }

    private Response upload(Request request) throws IOException {
        String id = profiles.add(uploaded(request));
        return Response.envelope(201, out -> out.writeStringField("id", id));
    }

    private Response replaceByUpload(Request request) throws IOException {
        profiles.requireChangesAllowed();
        profiles.replace(uploaded(request));
        return Response.envelope(200);
    }

    private DeviceProfile uploaded(Request request) throws IOException {
        byte[] file =
                request.formFile("file", MAX_FORM_BYTES).orElseThrow(() -> ApiException.invalid("missing yaml file"));
        DeviceProfile profile = json.bindYaml(Yaml.read(file, MAX_YAML_BYTES), DeviceProfile.class);
        if (profile == null) {
            throw ApiException.invalid("yaml decoding failed: the file is empty; a device profile is needed");
        }
        profile.validate();
        return profile;
    }

    private Response one(Request request) {
        Document document = records.getDocument(request.pathParam("name"));
        JsonBody profile = whole(document);
        return Response.envelope(200, out -> {
            out.writeFieldName("profile");
            profile.write(out);
        });
    }

    private Response delete(Request request) {
        profiles.delete(request.pathParam("name"));
        return Response.envelope(200);
    }

    private Response patchTags(Request request) throws IOException {
        DeviceProfileTagsRequest tags = items.one(request, DeviceProfileTagsRequest.class);
        profiles.patchTags(request.pathParam("name"), tags);
        return Response.envelope(200);
    }

    private Response listBy(Request request, String... fields) {
        List<Condition> conditions = List.of(fields).stream()
                .<Condition>map(field -> new Condition.Equal(field, request.pathParam(field)))
                .toList();
        return lists.selected(request, records, "profiles", this::whole, conditions);
    }

    private JsonBody whole(Document document) {
        DeviceProfile profile = records.entry(document).value();
        ProfileBasicInfo.Linked linked = new ProfileBasicInfo.Linked(profile, linkedDevices(profile));
        return out -> json.write(out, linked);
    }

    private JsonBody basicInfo(Document document) {
        DeviceProfile profile = records.entry(document).value();
        ProfileBasicInfo info = ProfileBasicInfo.of(profile, linkedDevices(profile));
        return out -> json.write(out, info);
    }

    private long linkedDevices(DeviceProfile profile) {
        return devices.count(new Condition.Equal(Kind.PROFILE, profile.name()));
    }
}
