package io.graft.device.sdk.internal;

import io.graft.device.sdk.Device;
import io.graft.device.sdk.DeviceDriver;
import io.graft.device.sdk.DeviceException;
import io.graft.device.sdk.DeviceProfile;
import io.graft.device.sdk.DeviceResource;
import io.graft.device.sdk.DeviceService;
import io.graft.device.sdk.ResourceValue;
import io.graft.device.sdk.ServiceDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Gives the values that it was told to, and remembers what it was asked. */
final class ScriptedDriver implements DeviceDriver {

    static final String PROFILE =
            """
            name: scripted
            apiVersion: v3
            deviceResources:
              - {name: Count, isHidden: false, properties: {valueType: Int32, readWrite: RW, maximum: "100"}}
              - {name: Mode, isHidden: false, properties: {valueType: Uint8, readWrite: RW}}
              - {name: Checked, isHidden: false, properties: {valueType: String, readWrite: R, assertion: fine}}
              - {name: Picture, isHidden: false, properties: {valueType: Binary, readWrite: R, mediaType: image/png}}
              - {name: Secret, isHidden: false, properties: {valueType: String, readWrite: W}}
            deviceCommands:
              - name: Switch
                isHidden: false
                readWrite: RW
                resourceOperations: [{deviceResource: Mode, mappings: {"0": "OFF", "1": "ON"}}]
            """;

    final Map<String, Object> values = new ConcurrentHashMap<>();
    final List<String> told = new CopyOnWriteArrayList<>();
    final List<ResourceValue> written = new CopyOnWriteArrayList<>();
    final List<Map<String, String>> queries = new CopyOnWriteArrayList<>();
    final Map<String, AtomicInteger> reads = new ConcurrentHashMap<>();

    /** A device whose reads do not end before the latch is open. */
    final Map<String, CountDownLatch> hanging = new ConcurrentHashMap<>();

    volatile ServiceDescription description;
    volatile DeviceService service;
    volatile boolean failsWhenStopped;

    ScriptedDriver(ServiceDescription description) {
        this.description = description;
    }

    static ServiceDescription.Builder description(EdgexStub edgex) {
        return ServiceDescription.builder("device-scripted", "io.example.scripted")
                .metadataUrl(edgex.url())
                .dataUrl(edgex.url())
                .profile(PROFILE);
    }

    @Override
    public ServiceDescription describe() {
        return description;
    }

    @Override
    public void started(DeviceService running) {
        service = running;
    }

    @Override
    public List<ResourceValue> read(Device device, List<DeviceResource> resources, Map<String, String> query)
            throws DeviceException, InterruptedException {
        queries.add(query);
        reads.computeIfAbsent(device.name(), unused -> new AtomicInteger()).incrementAndGet();
        CountDownLatch hangs = hanging.get(device.name());
        if (hangs != null) {
            hangs.await();
        }
        List<ResourceValue> found = new ArrayList<>();
        for (DeviceResource each : resources) {
            Object value = values.get(each.name());
            if (value instanceof DeviceException failure) {
                throw failure;
            }
            if (value instanceof RuntimeException failure) {
                throw failure;
            }
            if (value instanceof Error failure) {
                throw failure;
            }
            if (value != null) {
                found.add(ResourceValue.of(each, value));
            }
        }
        return found;
    }

    @Override
    public void write(Device device, List<ResourceValue> all, Map<String, String> query) {
        written.addAll(all);
    }

    @Override
    public void added(Device device) {
        told.add("added " + device.name());
    }

    @Override
    public void updated(Device before, Device now) {
        told.add("updated " + now.name());
    }

    @Override
    public void removed(Device device) {
        told.add("removed " + device.name());
    }

    @Override
    public void profileChanged(DeviceProfile profile) {
        told.add("profile " + profile.name());
    }

    @Override
    public void stopped() {
        told.add("stopped");
        if (failsWhenStopped) {
            throw new IllegalStateException("bug");
        }
    }
}
