package io.graft.metadata.internal;

import static io.graft.metadata.internal.Samples.device;
import static io.graft.metadata.internal.Samples.devices;
import static io.graft.metadata.internal.Samples.object;
import static io.graft.metadata.internal.Samples.profile;
import static io.graft.metadata.internal.Samples.request;
import static io.graft.metadata.internal.Samples.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.api.metadata.CommandInfo;
import io.graft.api.metadata.DeviceInfo;
import io.graft.api.metadata.DeviceServiceInfo;
import io.graft.api.metadata.ProfileInfo;
import io.graft.api.metadata.ResourceInfo;
import io.graft.api.model.ValueType;
import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.Page;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.metadata.internal.store.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What other services learn of a device, its service and its profile. */
class DirectoryTest {

    private final Api api = new Api();

    @BeforeEach
    void addServiceAndProfile() {
        api.post("/deviceservice", request("service", service("svc")));
        api.post("/deviceprofile", request("profile", profile("p")));
    }

    @Test
    void aDeviceComesWithItsServiceAndItsProfile() {
        api.post("/device", devices(device("d", "svc", "p")));

        DeviceInfo device = api.service.device("d").orElseThrow();

        assertThat(device.name()).isEqualTo("d");
        assertThat(device.adminState()).isEqualTo("UNLOCKED");
        assertThat(device.operatingState()).isEqualTo("UP");
        assertThat(device.service()).contains(new DeviceServiceInfo("svc", "http://localhost:59900", "UNLOCKED"));
        ProfileInfo profile = device.profile().orElseThrow();
        assertThat(profile.resources()).extracting(ResourceInfo::name).containsExactly("Int8", "Float");
        ResourceInfo int8 = profile.resource("Int8").orElseThrow();
        assertThat(int8.properties().valueType()).isEqualTo(ValueType.INT8);
        assertThat(int8.properties().readable()).isTrue();
        assertThat(int8.properties().writable()).isTrue();
        assertThat(int8.properties().units()).isEqualTo("°C");
        assertThat(int8.properties().minimum()).contains(new BigDecimal("-12.50"));
        assertThat(int8.properties().maximum()).contains(new BigDecimal("100"));
        assertThat(int8.properties().mask()).isEmpty();
        assertThat(int8.properties().shift()).isEmpty();
        assertThat(profile.resource("Float").orElseThrow().properties().writable())
                .isFalse();
        assertThat(profile.command("Both").orElseThrow())
                .isEqualTo(new CommandInfo(
                        "Both",
                        false,
                        true,
                        false,
                        List.of(
                                new CommandInfo.Operation("Int8", "", Map.of()),
                                new CommandInfo.Operation("Float", "", Map.of()))));
        assertThat(profile.command("Int8")).isEmpty();
    }

    @Test
    void everythingThatAProfileCanSayIsThere() {
        api.post(
                "/deviceprofile",
                request(
                        "profile",
                        object(
                                """
                {'name':'all','deviceResources':[{'name':'R','description':'D','isHidden':true,
                'attributes':{'address':40001,'x':null},'tags':{'t':'v'},'properties':{'valueType':'uint64',
                'readWrite':'WR','defaultValue':'7','mask':18446744073709551615,'shift':-3,'scale':0.1,'offset':-1,
                'base':10,'assertion':'ok','mediaType':'m','optional':{'o':[1]}}}],
                'deviceCommands':[{'name':'C','isHidden':true,'readWrite':'W','resourceOperations':[
                {'deviceResource':'R','defaultValue':'9','mappings':{'on':'1','off':'0'}}]}]}""")));
        api.post("/device", devices(device("d", "svc", "all")));

        ProfileInfo profile = api.service.device("d").orElseThrow().profile().orElseThrow();

        ResourceInfo resource = profile.resource("R").orElseThrow();
        assertThat(resource.hidden()).isTrue();
        assertThat(resource.description()).isEqualTo("D");
        assertThat(resource.attributes()).containsEntry("address", 40001).containsEntry("x", null);
        assertThat(resource.tags()).containsEntry("t", "v");
        ResourceInfo.Properties properties = resource.properties();
        assertThat(properties.defaultValue()).isEqualTo("7");
        assertThat(properties.mask()).contains(new BigInteger("18446744073709551615"));
        assertThat(properties.shift()).isEqualTo(OptionalLong.of(-3));
        assertThat(properties.scale()).contains(new BigDecimal("0.1"));
        assertThat(properties.offset()).contains(new BigDecimal("-1"));
        assertThat(properties.base()).contains(new BigDecimal("10"));
        assertThat(properties.assertion()).isEqualTo("ok");
        assertThat(properties.mediaType()).isEqualTo("m");
        assertThat(properties.optional()).containsKey("o");
        CommandInfo command = profile.command("C").orElseThrow();
        assertThat(command.hidden()).isTrue();
        assertThat(command.operations())
                .containsExactly(new CommandInfo.Operation("R", "9", Map.of("on", "1", "off", "0")));
    }

    @Test
    void whatIsNotThereIsEmpty() {
        api.post("/device", devices(device("bare", "svc", "")));

        assertThat(api.service.device("nobody")).isEmpty();
        assertThat(api.service.device("bare").orElseThrow().profile()).isEmpty();
        assertThat(api.service.device("bare").orElseThrow().profileName()).isEmpty();
    }

    @Test
    void pagesAreInTheOrderOfAdditionWithTheTotal() {
        for (int i = 0; i < 7; i++) {
            api.post("/device", devices(device("d" + i, "svc", i % 2 == 0 ? "p" : "")));
        }

        Page<DeviceInfo> page = api.service.devices(2, 3);

        assertThat(page.items()).extracting(DeviceInfo::name).containsExactly("d2", "d3", "d4");
        assertThat(page.total()).isEqualTo(OptionalLong.of(7));
        assertThat(api.service.devices(7, 3).items()).isEmpty();
        assertThatThrownBy(() -> api.service.devices(-1, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> api.service.devices(0, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aProfileIsParsedOnceUntilItChangesEvenIfTheRevisionStays() {
        api.post("/device", devices(device("d", "svc", "p")));
        ProfileInfo first = profileOf("d");
        assertThat(profileOf("d")).isSameAs(first);

        DocumentCollection profiles = api.store.collection(Kind.DEVICE_PROFILE.spec());
        Document stored = profiles.get(Kind.NAME, "p").orElseThrow();
        profiles.delete(stored.id());
        profiles.insert(new Document(
                stored.id(), 0, stored.texts(), stored.numbers(), stored.body().replace("100", "99")));

        assertThat(profiles.get(Kind.NAME, "p").orElseThrow().revision()).isEqualTo(stored.revision());
        assertThat(profileOf("d").resource("Int8").orElseThrow().properties().maximum())
                .contains(new BigDecimal("99"));
    }

    @Test
    void manyProfilesAreAllRightAlthoughNotAllAreKept() {
        String description = "x".repeat(100_000);
        for (int i = 0; i < 30; i++) {
            api.post(
                    "/deviceprofile",
                    request(
                            "profile",
                            profile("p" + i).put("description", description).put("model", "M" + i)));
            api.post("/device", devices(device("d" + i, "svc", "p" + i)));
        }
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 30; i++) {
                assertThat(profileOf("d" + i).name()).isEqualTo("p" + i);
            }
        }
    }

    @Test
    void failuresOfTheStoreAndDamagedProfilesAreSaid() {
        api.post("/device", devices(device("d", "svc", "p")));
        DocumentCollection profiles = api.store.collection(Kind.DEVICE_PROFILE.spec());
        Document stored = profiles.get(Kind.NAME, "p").orElseThrow();
        profiles.replace(
                new Document(
                        stored.id(),
                        0,
                        stored.texts(),
                        stored.numbers(),
                        stored.body().replace("Int8\",\"read", "Nix\",\"read")),
                stored.revision());
        assertThatThrownBy(() -> api.service.device("d"))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("resource 'Int8' of the stored profile 'p' has the unknown value type 'Nix'");

        api.store.beforeCall(operation -> {
            throw new StoreUnavailableException(StoreUnavailableException.Reason.UNREACHABLE, "gone");
        });
        assertThatThrownBy(() -> api.service.device("d")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> api.service.devices(0, 1)).isInstanceOf(StoreUnavailableException.class);
    }

    private ProfileInfo profileOf(String device) {
        return api.service.device(device).orElseThrow().profile().orElseThrow();
    }
}
