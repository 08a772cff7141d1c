package io.graft.metadata.internal;

import static io.graft.metadata.internal.Samples.device;
import static io.graft.metadata.internal.Samples.devices;
import static io.graft.metadata.internal.Samples.profile;
import static io.graft.metadata.internal.Samples.request;
import static io.graft.metadata.internal.Samples.service;
import static io.graft.metadata.internal.Samples.watcher;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.metadata.internal.Api.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;

/** Random requests, one after the other, against core-metadata and a naive model of it. */
class RandomisedTest {

    private static final int STEPS = 400;
    private static final String[] LABELS = {"x", "y", "温度"};

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Api api = new Api();
    private final NaiveModel model = new NaiveModel();

    @RepeatedTest(10)
    void everyAnswerAndEveryListIsTheModels() {
        for (int step = 0; step < STEPS; step++) {
            String where = "seed " + seed + ", step " + step;
            step(where);
            if (step % 10 == 0) {
                compare(where);
            }
        }
        compare("seed " + seed + ", end");
    }

    private void step(String where) {
        switch (random.nextInt(12)) {
            case 0 -> {
                String name = serviceName();
                same(where, api.post("/deviceservice", request("service", service(name))), model.addService(name));
            }
            case 1 -> {
                String name = profileName();
                same(where, api.post("/deviceprofile", request("profile", profile(name))), model.addProfile(name));
            }
            case 2 -> {
                String name = serviceName();
                same(where, api.delete("/deviceservice/name/" + encoded(name)), model.deleteService(name));
            }
            case 3 -> {
                String name = profileName();
                same(where, api.delete("/deviceprofile/name/" + encoded(name)), model.deleteProfile(name));
            }
            case 4 -> {
                String name = deviceName();
                same(where, api.delete("/device/name/" + encoded(name)), model.deleteDevice(name));
            }
            case 5 -> addWatcher(where);
            case 6 -> {
                String name = "w" + random.nextInt(3);
                same(where, api.delete("/provisionwatcher/name/" + name), model.deleteWatcher(name));
            }
            case 7, 8 -> patchDevice(where);
            default -> addDevice(where);
        }
    }

    private void addDevice(String where) {
        String name = deviceName();
        NaiveModel.Device device = new NaiveModel.Device(
                serviceName(),
                random.nextBoolean() ? profileName() : "",
                random.nextBoolean() ? deviceName() : "",
                labels());
        boolean force = random.nextInt(4) == 0;
        ObjectNode body = device(name, device.service(), device.profile()).put("parent", device.parent());
        device.labels().forEach(body.withArray("labels")::add);
        same(where, api.post("/device?force=" + force, devices(body)), model.addDevice(name, device, force));
    }

    private void patchDevice(String where) {
        String name = deviceName();
        String service = random.nextBoolean() ? serviceName() : null;
        String profile = random.nextBoolean() ? random.nextBoolean() ? profileName() : "" : null;
        String parent = random.nextBoolean() ? random.nextBoolean() ? deviceName() : "" : null;
        Set<String> labels = random.nextBoolean() ? labels() : null;
        ObjectNode body = Api.MAPPER
                .createObjectNode()
                .put("name", name)
                .put("serviceName", service)
                .put("profileName", profile)
                .put("parent", parent);
        if (labels != null) {
            labels.forEach(body.putArray("labels")::add);
        }
        same(
                where,
                api.patch("/device", request("device", body)),
                model.patchDevice(name, service, profile, parent, labels));
    }

    private void addWatcher(String where) {
        String name = "w" + random.nextInt(3);
        NaiveModel.Watcher watcher = new NaiveModel.Watcher(serviceName(), random.nextBoolean() ? profileName() : "");
        ObjectNode body = watcher(name, watcher.service(), watcher.profile());
        same(where, api.post("/provisionwatcher", request("provisionWatcher", body)), model.addWatcher(name, watcher));
    }

    private void compare(String where) {
        assertThat(names("/deviceservice/all", "services")).as(where).containsExactlyElementsOf(model.services);
        assertThat(names("/deviceprofile/all", "profiles")).as(where).containsExactlyElementsOf(model.profiles);
        assertThat(names("/provisionwatcher/all", "provisionWatchers"))
                .as(where)
                .containsExactlyElementsOf(model.watchers.keySet());
        assertThat(names("/device/all", "devices")).as(where).containsExactlyElementsOf(model.devices.keySet());
        for (int i = 0; i < 3; i++) {
            String service = "svc/" + i;
            assertThat(names("/device/service/name/" + encoded(service), "devices"))
                    .as(where)
                    .isEqualTo(model.devicesWith(device -> device.service().equals(service)));
            String profile = "prof " + i;
            List<String> ofProfile =
                    model.devicesWith(device -> device.profile().equals(profile));
            assertThat(names("/device/profile/name/" + encoded(profile), "devices"))
                    .as(where)
                    .isEqualTo(ofProfile);
            if (model.profiles.contains(profile)) {
                assertThat(api.get("/deviceprofile/name/" + encoded(profile))
                                .body()
                                .at("/profile/linkedDeviceCount")
                                .asInt())
                        .as(where)
                        .isEqualTo(ofProfile.size());
            }
            Set<String> labels = new TreeSet<>(List.of(LABELS[i], LABELS[0]));
            assertThat(names("/device/all?labels=" + encoded(String.join(",", labels)), "devices"))
                    .as(where)
                    .isEqualTo(model.devicesWith(device -> device.labels().containsAll(labels)));
            String ancestor = deviceName();
            assertThat(names("/device/all?descendantsOf=" + encoded(ancestor), "devices"))
                    .as(where)
                    .containsExactlyInAnyOrderElementsOf(model.descendants(ancestor));
        }
    }

    private Collection<String> names(String path, String key) {
        Answer answer = api.get(path);
        List<String> names = answer.names(key);
        assertThat(answer.total()).isEqualTo(names.size());
        return names;
    }

    private static void same(String where, Answer answer, int expected) {
        int status = answer.status() == 207 ? answer.itemStatus() : answer.status();
        assertThat(status).as("%s: %s", where, answer).isEqualTo(expected);
    }

    private String serviceName() {
        return "svc/" + random.nextInt(3);
    }

    private String profileName() {
        return "prof " + random.nextInt(3);
    }

    private String deviceName() {
        return "dévice%" + random.nextInt(6);
    }

    private Set<String> labels() {
        Set<String> labels = new TreeSet<>();
        for (String label : LABELS) {
            if (random.nextBoolean()) {
                labels.add(label);
            }
        }
        return labels;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
