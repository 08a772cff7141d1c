package io.graft.metadata.internal;

import static io.graft.metadata.internal.Samples.device;
import static io.graft.metadata.internal.Samples.json;
import static io.graft.metadata.internal.Samples.profile;
import static io.graft.metadata.internal.Samples.request;
import static io.graft.metadata.internal.Samples.service;
import static io.graft.metadata.internal.Samples.watcher;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.metadata.internal.Api.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, and in which words. A change is a path into a valid body and the JSON to put there. */
class ValidationTest {

    private static final String ADMIN = "should be one of 'LOCKED' 'UNLOCKED'";
    private static final String DURATION = "should follows the ISO 8601 Durations format. Eg,100ms, 24h";
    private static final String RESOURCE = "DeviceProfileRequest.Profile.DeviceResources[0].";
    private static final String COMMAND = "DeviceProfileRequest.Profile.DeviceCommands[0].";

    private final Api api = new Api();

    private final Map<String, ObjectNode> contents = Map.of(
            "device", device("d", "svc", "prof"),
            "profile", profile("prof"),
            "service", service("svc"),
            "provisionWatcher", watcher("pw", "svc", "prof"));
    private final Map<String, String> paths = Map.of(
            "device", "/device",
            "profile", "/deviceprofile",
            "service", "/deviceservice",
            "provisionWatcher", "/provisionwatcher");

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '`',
            value = {
                "/name § '' § AddDeviceRequest.Device.Name field is required",
                "/name § null § AddDeviceRequest.Device.Name field is required",
                "/name § ' \u00a0\u2003' § AddDeviceRequest.Device.Name field should not be empty string",
                "/id § '1-2' § AddDeviceRequest.Device.Id field needs a uuid",
                "/adminState § 'locked' § AddDeviceRequest.Device.AdminState field " + ADMIN,
                "/operatingState § 'ENABLED' § AddDeviceRequest.Device.OperatingState field should be one of ''UP'' ''DOWN'' ''UNKNOWN''",
                "/serviceName § '' § AddDeviceRequest.Device.ServiceName field is required",
                "/protocols § null § AddDeviceRequest.Device.Protocols field is required",
                "/autoEvents § [{'sourceName':'Int8'}] § AddDeviceRequest.Device.AutoEvents[0].Interval field is required",
                "/autoEvents § [{'interval':'1s'}] § AddDeviceRequest.Device.AutoEvents[0].SourceName field is required",
                "/autoEvents § [null] § AddDeviceRequest.Device.AutoEvents[0].Interval field is required; AddDeviceRequest.Device.AutoEvents[0].SourceName field is required",
                "/autoEvents § [{'interval':'999us','sourceName':'Int8'}] § AddDeviceRequest.Device.AutoEvents[0].Interval field "
                        + DURATION + "; ''999us'' is not one of at least 1ms",
                "/autoEvents § [{'interval':'soon','sourceName':'Int8'}] § AddDeviceRequest.Device.AutoEvents[0].Interval field "
                        + DURATION + "; ''soon'' is not one of at least 1ms",
                "/autoEvents § [{'interval':'1s','sourceName':'Int8','onChangeThreshold':-0.1}] § AddDeviceRequest.Device.AutoEvents[0].OnChangeThreshold field validation failed on the gte tag",
                "/autoEvents § [{'interval':'1s','sourceName':'Int8','retention':{'duration':'-1s'}}] § AddDeviceRequest.Device.AutoEvents[0].Retention.Duration field "
                        + DURATION + "; ''-1s'' is not one of at least 0s",
                "/tags § {'a':[1e400]} § AddDeviceRequest.Device.Tags field holds a number that is too large for a 64-bit float",
                "/labels § 'x' § body decoding failed: [0].device.labels should be an array",
                "/labels § [1] § body decoding failed: [0].device.labels[0] should be a string",
                "/description § true § body decoding failed: [0].device.description should be a string",
                "/protocols § [] § body decoding failed: [0].device.protocols should be an object",
                "/protocols § {'a':'b'} § body decoding failed: [0].device.protocols.a should be an object",
                "/autoEvents § [{'onChange':'true'}] § body decoding failed: [0].device.autoEvents[0].onChange should be true or false",
                "/created § 1.5 § body decoding failed: [0].device.created should be an integer",
                "/created § '1' § body decoding failed: [0].device.created should be an integer",
            })
    void devices(String path, String value, String message) {
        assertRefused("device", path, value, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '`',
            value = {
                "/name § '' § DeviceProfileRequest.Profile.Name field is required",
                "/id § 'x' § DeviceProfileRequest.Profile.Id field needs a uuid",
                "/deviceResources/0/name § ' ' § " + RESOURCE + "Name field should not be empty string",
                "/deviceResources/0/properties § null § " + RESOURCE + "Properties.ValueType field is required; "
                        + RESOURCE + "Properties.ReadWrite field is required",
                "/deviceResources/0/properties/valueType § 'Int7' § " + RESOURCE
                        + "Properties.ValueType field validation failed on the edgex-dto-value-type tag",
                "/deviceResources/0/properties/readWrite § 'X' § " + RESOURCE
                        + "Properties.ReadWrite field should be one of ''R'' ''W'' ''RW'' ''WR''",
                "/deviceResources/0/properties/mask § -1 § " + RESOURCE
                        + "Properties.Mask field should be an unsigned 64-bit integer",
                "/deviceResources/0/properties/mask § 18446744073709551616 § " + RESOURCE
                        + "Properties.Mask field should be an unsigned 64-bit integer",
                "/deviceResources/0/properties/minimum § '0' § body decoding failed: [0].profile.deviceResources[0].properties.minimum should be a number",
                "/deviceResources/0/properties/shift § 0.5 § body decoding failed: [0].profile.deviceResources[0].properties.shift should be an integer",
                "/deviceResources/0/properties/scale § 1e309 § " + RESOURCE
                        + "Properties.Scale field holds a number that is too large for a 64-bit float",
                "/deviceResources/0/properties/valueType § 'binary' § write permission not support Binary value type for resource ''Int8''",
                "/deviceResources/1/name § 'Int8' § device resource Int8 is duplicated",
                "/deviceCommands/0/name § '' § " + COMMAND + "Name field is required",
                "/deviceCommands/0/readWrite § '' § " + COMMAND + "ReadWrite field is required",
                "/deviceCommands/0/resourceOperations § [] § " + COMMAND
                        + "ResourceOperations field should greater than 0",
                "/deviceCommands/0/resourceOperations/0/deviceResource § '' § " + COMMAND
                        + "ResourceOperations[0].DeviceResource field is required",
                "/deviceCommands/0/resourceOperations/0/deviceResource § 'No' § device command''s resource No doesn''t match any device resource",
                "/deviceCommands/0/readWrite § 'RW' § device command''s ReadWrite permission ''RW'' doesn''t align the device resource",
            })
    void profiles(String path, String value, String message) {
        assertRefused("profile", path, value, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '`',
            value = {
                "service § /name § '' § AddDeviceServiceRequest.Service.Name field is required",
                "service § /baseAddress § '' § AddDeviceServiceRequest.Service.BaseAddress field is required",
                "service § /baseAddress § 'no uri' § AddDeviceServiceRequest.Service.BaseAddress field validation failed on the uri tag",
                "service § /adminState § '' § AddDeviceServiceRequest.Service.AdminState field " + ADMIN,
                "provisionWatcher § /name § '' § AddProvisionWatcherRequest.ProvisionWatcher.Name field is required",
                "provisionWatcher § /serviceName § ' ' § AddProvisionWatcherRequest.ProvisionWatcher.ServiceName field should not be empty string",
                "provisionWatcher § /identifiers § {} § AddProvisionWatcherRequest.ProvisionWatcher.Identifiers field should greater than 0",
                "provisionWatcher § /identifiers § {'a':''} § AddProvisionWatcherRequest.ProvisionWatcher.Identifiers[a] field is required",
                "provisionWatcher § /identifiers § {'':'a'} § AddProvisionWatcherRequest.ProvisionWatcher.Identifiers[] field is required",
                "provisionWatcher § /adminState § 'X' § AddProvisionWatcherRequest.ProvisionWatcher.AdminState field "
                        + ADMIN,
                "provisionWatcher § /discoveredDevice/adminState § '' § AddProvisionWatcherRequest.ProvisionWatcher.DiscoveredDevice.AdminState field "
                        + ADMIN,
                "provisionWatcher § /discoveredDevice/profileName § ' ' § AddProvisionWatcherRequest.ProvisionWatcher.DiscoveredDevice.ProfileName field validation failed on the len=0|edgex-dto-none-empty-string tag",
            })
    void servicesAndWatchers(String key, String path, String value, String message) {
        assertRefused(key, path, value, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '`',
            value = {
                "/device § device § {} § UpdateDeviceRequest.Device.Id field is required if the Name is not present; UpdateDeviceRequest.Device.Name field is required if the Id is not present",
                "/device § device § {'id':'x'} § UpdateDeviceRequest.Device.Id field needs a uuid",
                "/device § device § {'id':''} § UpdateDeviceRequest.Device.Id field needs a uuid",
                "/device § device § {'name':' '} § UpdateDeviceRequest.Device.Name field should not be empty string",
                "/device § device § {'name':'d','adminState':''} § UpdateDeviceRequest.Device.AdminState field "
                        + ADMIN,
                "/device § device § {'name':'d','serviceName':''} § UpdateDeviceRequest.Device.ServiceName field should not be empty string",
                "/deviceservice § service § {'name':'s','baseAddress':'::'} § UpdateDeviceServiceRequest.Service.BaseAddress field validation failed on the uri tag",
                "/provisionwatcher § provisionWatcher § {'name':'p','identifiers':{}} § UpdateProvisionWatcherRequest.ProvisionWatcher.Identifiers field should greater than 0",
                "/deviceprofile/basicinfo § basicinfo § {'id':'y'} § DeviceProfileBasicInfoRequest.BasicInfo.Id field needs a uuid",
                "/deviceprofile/resource § resource § {'name':'r'} § UpdateDeviceResourceRequest.ProfileName field is required",
                "/deviceprofile/resource § resource § {} § UpdateDeviceResourceRequest.ProfileName field is required; UpdateDeviceResourceRequest.Resource.Name field is required",
                "/deviceprofile/deviceCommand § deviceCommand § {'name':' '} § UpdateDeviceCommandRequest.ProfileName field is required; UpdateDeviceCommandRequest.DeviceCommand.Name field should not be empty string",
            })
    void patches(String path, String key, String content, String message) throws JsonProcessingException {
        Answer answer = api.patch(path, request(key, Api.MAPPER.readTree(json(content))));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).isEqualTo(message.replace("''", "'"));
    }

    @Test
    void theApiVersionIsNeededAndTheRequestIdIsAUuid() {
        String service = service("svc").toString();
        assertThat(api.post("/deviceservice", "[{\"service\":" + service + "}]").message())
                .isEqualTo("AddDeviceServiceRequest.BaseRequest.Versionable.ApiVersion field is required");
        assertThat(api.post(
                                "/deviceservice",
                                "[{\"apiVersion\":\"v3\",\"requestId\":\"x\",\"service\":" + service + "}]")
                        .message())
                .isEqualTo(
                        "AddDeviceServiceRequest.BaseRequest.RequestId field validation failed on the len=0|uuid tag");
        assertThat(api.post(
                                "/deviceservice",
                                "[{\"apiVersion\":\"v2\",\"requestId\":\"\",\"service\":" + service + "}]")
                        .itemStatus())
                .isEqualTo(201);
    }

    @Test
    void severalProblemsAreToldAtOnceButNotThousands() {
        ObjectNode profile = profile("prof");
        for (int i = 0; i < 100; i++) {
            profile.withArray("deviceCommands").addObject();
        }

        String message = api.post("/deviceprofile", request("profile", profile)).message();

        assertThat(message.split("; ")).hasSize(21);
        assertThat(message).endsWith("; and 280 more");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '`',
            value = {
                "'' § body decoding failed: the body should be an array",
                "{} § body decoding failed: the body should be an array",
                "[1] § body decoding failed: [0] should be an object",
                "[null] § [0] is null; an object is needed",
                "null § the body is null; an array is needed",
                "[{'service':[]}] § body decoding failed: [0].service should be an object",
                "[] [] § body decoding failed",
                "[{'a':}] § body decoding failed at line 1, column 7: Unexpected character",
                "[{ § body decoding failed",
            })
    void malformedBodies(String body, String message) {
        Answer answer = api.post("/deviceservice", json(body).replace("\"\"", ""));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).startsWith(message).doesNotContain("java.", "io.graft");
    }

    @Test
    void keysBindInAnyCaseAndUnknownKeysArePassedOver() {
        String body = json("[{'APIVERSION':'v3','Extra':{'x':[1]},'SERVICE':{'Name':'svc','BASEADDRESS':'http://h:1',"
                + "'adminstate':'LOCKED','other':null}}]");

        assertThat(api.post("/deviceservice", body).itemStatus()).isEqualTo(201);
        assertThat(api.get("/deviceservice/name/svc")
                        .body()
                        .at("/service/adminState")
                        .asText())
                .isEqualTo("LOCKED");
    }

    private void assertRefused(String key, String path, String value, String message) {
        ObjectNode content = contents.get(key);
        int slash = path.lastIndexOf('/');
        try {
            JsonNode parent = content.at(path.substring(0, slash));
            JsonNode put = Api.MAPPER.readTree(json(value.isEmpty() ? "''" : value));
            if (parent instanceof ObjectNode object) {
                object.set(path.substring(slash + 1), put);
            }
        } catch (JsonProcessingException e) {
            throw new AssertionError(value, e);
        }

        Answer answer = api.post(paths.get(key), request(key, content));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).isEqualTo(message.replace("''", "'"));
        assertThat(api.get(paths.get(key) + "/all").total()).isZero();
    }
}
