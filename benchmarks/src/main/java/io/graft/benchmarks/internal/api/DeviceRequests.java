package io.graft.benchmarks.internal.api;

import io.graft.benchmarks.internal.load.RequestSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** POSTs of devices, one a request, and of the service and profile that they refer to. */
public final class DeviceRequests implements RequestSource {

    private final String host;
    private final String tag;
    private final int count;
    private int sent;

    public DeviceRequests(String host, String tag, int count) {
        this.host = host;
        this.tag = tag;
        this.count = count;
    }

    public String serviceName() {
        return "bench-" + tag + "-service";
    }

    private String profileName() {
        return "bench-" + tag + "-profile";
    }

    /** Body for {@code POST /deviceservice}. */
    public String service() {
        return """
                [{"apiVersion":"v3","service":{"name":"%s","baseAddress":"http://127.0.0.1:59999",\
                "adminState":"UNLOCKED"}}]"""
                .formatted(serviceName());
    }

    /** Body for {@code POST /deviceprofile}. */
    public String profile() {
        return """
                [{"apiVersion":"v3","profile":{"name":"%s","deviceResources":[{"name":"Int32",\
                "properties":{"valueType":"Int32","readWrite":"RW"}}]}}]"""
                .formatted(profileName());
    }

    @Override
    public boolean next(ByteBuffer into) {
        if (sent == count) {
            return false;
        }
        String body =
                """
                [{"apiVersion":"v3","device":{"name":"bench-%s-device-%d","serviceName":"%s","profileName":"%s",\
                "adminState":"UNLOCKED","operatingState":"UP","labels":["bench"],\
                "protocols":{"modbus-tcp":{"Address":"10.0.0.1","Port":"502","UnitID":"%d"}}}}]"""
                        .formatted(tag, sent, serviceName(), profileName(), sent);
        sent++;
        into.put(("POST /api/v3/device?bypassValidation=true HTTP/1.1\r\nHost: " + host
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII));
        return true;
    }
}
