package io.graft.device.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a device service is.
 *
 * @param name EdgeX's name of it, e.g. {@code device-thermostat}
 * @param pid the PID of its configuration, e.g. {@code io.example.thermostat}
 * @param enabled whether it runs
 * @param description for people
 * @param labels to find it by
 * @param port the TCP port of its REST API, or 0 for none of its own: then it is served on the common port only
 * @param baseAddress where core-metadata tells others to find it
 * @param metadataUrl core-metadata's address
 * @param dataUrl core-data's address, where events go by REST while the gateway has no message bus
 * @param profiles the texts of its device profiles, YAML or JSON, as EdgeX writes them
 * @param devices devices that are there from the beginning: added once, and the operator's from then on
 * @param watchers provision watchers that are there from the beginning: added once, and the operator's from then on
 * @param discoveryInterval from one look for devices to the next, or zero for none by itself
 * @param settings the values in force of its own settings, under the names that they have in its configuration
 */
public record ServiceDescription(
        String name,
        String pid,
        boolean enabled,
        String description,
        List<String> labels,
        int port,
        String baseAddress,
        String metadataUrl,
        String dataUrl,
        List<String> profiles,
        List<Device> devices,
        List<ProvisionWatcher> watchers,
        Duration discoveryInterval,
        Map<String, Object> settings) {

    private static final int LAST_PORT = 65_535;

    public ServiceDescription {
        if (name.isBlank() || pid.isBlank()) {
            throw new IllegalArgumentException(
                    "a device service needs a name and the PID of its configuration: '" + name + "', '" + pid + "'");
        }
        if (port < 0 || port > LAST_PORT) {
            throw new IllegalArgumentException("port = " + port + " is not from 0 to " + LAST_PORT);
        }
        Objects.requireNonNull(baseAddress, "baseAddress");
        labels = List.copyOf(labels);
        profiles = List.copyOf(profiles);
        devices = List.copyOf(devices);
        watchers = List.copyOf(watchers);
        settings = Map.copyOf(settings);
    }

    /**
     * Describes a service.
     *
     * @param name EdgeX's name of it, e.g. {@code device-thermostat}
     * @param pid the PID of its configuration, e.g. {@code io.example.thermostat}
     */
    public static Builder builder(String name, String pid) {
        return new Builder(name, pid);
    }

    /** Collects what a service is; not thread-safe. */
    public static final class Builder {

        private final String name;
        private final String pid;
        private final List<String> labels = new ArrayList<>();
        private final List<String> profiles = new ArrayList<>();
        private final List<Device> devices = new ArrayList<>();
        private final List<ProvisionWatcher> watchers = new ArrayList<>();
        private final Map<String, Object> settings = new LinkedHashMap<>();
        private boolean enabled = true;
        private String description = "";
        private int port;
        private String baseAddress = "";
        private String metadataUrl = "http://localhost:59881";
        private String dataUrl = "http://localhost:59880";
        private Duration discoveryInterval = Duration.ZERO;

        private Builder(String name, String pid) {
            this.name = name;
            this.pid = pid;
        }

        public Builder description(String text) {
            description = text;
            return this;
        }

        public Builder labels(String... all) {
            labels.addAll(List.of(all));
            return this;
        }

        public Builder enabled(boolean wanted) {
            enabled = wanted;
            return this;
        }

        public Builder port(int number) {
            port = number;
            return this;
        }

        /** Where others find the service; {@code http://localhost:<port>} if it is not said. */
        public Builder baseAddress(String url) {
            baseAddress = url;
            return this;
        }

        public Builder metadataUrl(String url) {
            metadataUrl = url;
            return this;
        }

        public Builder dataUrl(String url) {
            dataUrl = url;
            return this;
        }

        /** A profile, as YAML or JSON. */
        public Builder profile(String text) {
            profiles.add(text);
            return this;
        }

        /**
         * A profile that lies beside a class, as YAML or JSON.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Builder profile(Class<?> beside, String file) {
            try (InputStream in = beside.getResourceAsStream(file)) {
                if (in == null) {
                    throw new IllegalArgumentException("there is no " + file + " beside " + beside.getName());
                }
                return profile(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public Builder device(Device device) {
            devices.add(device);
            return this;
        }

        public Builder watcher(ProvisionWatcher watcher) {
            watchers.add(watcher);
            return this;
        }

        public Builder discoveryInterval(Duration interval) {
            discoveryInterval = interval;
            return this;
        }

        /** A setting of the driver's own: a String, Boolean, Integer, Long or Double. */
        public Builder setting(String property, Object value) {
            settings.put(property, value);
            return this;
        }

        /** @throws IllegalArgumentException if something can't be */
        public ServiceDescription build() {
            return new ServiceDescription(
                    name,
                    pid,
                    enabled,
                    description,
                    labels,
                    port,
                    baseAddress.isBlank() ? "http://localhost:" + port : baseAddress,
                    metadataUrl,
                    dataUrl,
                    profiles,
                    devices,
                    watchers,
                    discoveryInterval,
                    settings);
        }
    }
}
