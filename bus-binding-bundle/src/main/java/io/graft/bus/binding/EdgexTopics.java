package io.graft.bus.binding;

import io.graft.api.bus.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * EdgeX's topics. Names are levels of topics. Unless escaping is switched on, a name goes into its topic as it is, as in
 * EdgeX, and only one that could not be a level ({@code /}, {@code +}, {@code #} or NUL in it) is escaped; otherwise all
 * names are, as EdgeX does with {@code EnableNameFieldEscape}. Immutable.
 */
public final class EdgexTopics {

    private static final String UNESCAPED = "$&=:@";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final String prefix;
    private final boolean escaping;

    /**
     * Makes the topics below a prefix.
     *
     * @param prefix one level or more, without wildcards, e.g. {@code edgex}
     * @param escaping whether all names are escaped
     * @throws IllegalArgumentException if the prefix can't begin a topic
     */
    public EdgexTopics(String prefix, boolean escaping) {
        Topics.requireTopic(prefix);
        if (prefix.startsWith("/") || prefix.endsWith("/") || prefix.startsWith("$")) {
            throw new IllegalArgumentException("a prefix of topics has no / at its ends and no $ in front: " + prefix);
        }
        this.prefix = prefix;
        this.escaping = escaping;
    }

    /** What all topics begin with. */
    public String prefix() {
        return prefix;
    }

    /** Where a device service publishes an event. */
    public String event(String service, String profile, String device, String source) {
        return topic("events/device", service, profile, device, source);
    }

    /** What device services publish: {@code <prefix>/events/device/#}. */
    public String deviceEvents() {
        return prefix + "/events/device/#";
    }

    /** Where core-data publishes an event that was posted to it. */
    public String coreEvent(String service, String profile, String device, String source) {
        return topic("events/core", service, profile, device, source);
    }

    /** All events: {@code <prefix>/events/#}. */
    public String events() {
        return prefix + "/events/#";
    }

    /**
     * Where core-metadata says what has changed.
     *
     * @param type {@code device}, {@code deviceprofile}, {@code deviceservice} or {@code provisionwatcher}
     * @param action {@code add}, {@code update} or {@code delete}
     * @param owner the device service that is concerned
     * @param profile the profile that is concerned; empty for none
     */
    public String systemEvent(String type, String action, String owner, String profile) {
        String kind = "system-events/core-metadata/" + type + "/" + action;
        return profile.isEmpty() ? topic(kind, owner) : topic(kind, owner, profile);
    }

    /** What core-metadata says of one type: {@code <prefix>/system-events/core-metadata/<type>/#}. */
    public String systemEvents(String type) {
        return prefix + "/system-events/core-metadata/" + type + "/#";
    }

    /** What core-metadata says to one device service: {@code <prefix>/system-events/core-metadata/+/+/<service>/#}. */
    public String systemEventsTo(String service) {
        return topic("system-events/core-metadata/+/+", service) + "/#";
    }

    /** Where a device service is asked whether a device is valid. */
    public String deviceValidation(String service) {
        return topic("", service) + "/validate/device";
    }

    /**
     * Where a device service takes a command.
     *
     * @param method {@code get} or {@code set}
     */
    public String deviceCommand(String service, String device, String command, String method) {
        return topic("device/command/request", service, device, command) + "/" + method;
    }

    /** The commands to one device service. */
    public String deviceCommands(String service) {
        return topic("device/command/request", service) + "/#";
    }

    /** Where a request is answered. */
    public String response(String responder, String requestId) {
        return topic("response", responder) + "/" + (unfit(requestId) ? escape(requestId) : requestId);
    }

    /** All answers. */
    public String responses() {
        return prefix + "/response/+/+";
    }

    /**
     * Where core-command takes a command.
     *
     * @param method {@code get} or {@code set}
     */
    public String coreCommand(String device, String command, String method) {
        return topic("core/command/request", device, command) + "/" + method;
    }

    /** The commands to core-command. */
    public String coreCommands() {
        return prefix + "/core/command/request/#";
    }

    /** Where core-command is asked which commands a device has; {@code all} for all devices. */
    public String coreCommandQuery(String device) {
        return topic("core/commandquery/request", device);
    }

    /** The questions to core-command. */
    public String coreCommandQueries() {
        return prefix + "/core/commandquery/request/#";
    }

    /**
     * Where core-keeper says that a setting has changed.
     *
     * @param key the setting's key, whose slashes separate levels, e.g. {@code edgex/v4/core-data/Writable/LogLevel}
     */
    public String config(String key) {
        return prefix + "/configs/" + key;
    }

    /** Where a service publishes a figure. */
    public String telemetry(String service, String metric) {
        return topic("telemetry", service, metric);
    }

    /** A name as a level of a topic. */
    public String level(String name) {
        return escaping || unfit(name) ? escape(name) : name;
    }

    /** The name that a level of a topic stands for. */
    public String name(String level) {
        return escaping ? unescape(level) : level;
    }

    /** Whether a level of a topic is a name, as it is or escaped. */
    public boolean matches(String level, String name) {
        return level.equals(name) || (level.indexOf('%') >= 0 && unescape(level).equals(name));
    }

    /** Escapes all but letters, digits and {@code $ & = : @} of ASCII, as EdgeX's contracts do. */
    public static String escape(String name) {
        Objects.requireNonNull(name, "name");
        StringBuilder escaped = new StringBuilder(name.length() + 8);
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xFF);
            if ((c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || UNESCAPED.indexOf(c) >= 0) {
                escaped.append(c);
            } else {
                escaped.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
            }
        }
        return escaped.toString();
    }

    /** What was escaped; a level that was not is returned as it is. */
    public static String unescape(String level) {
        if (level.indexOf('%') < 0) {
            return level;
        }
        byte[] bytes = level.getBytes(StandardCharsets.UTF_8);
        ByteBuffer name = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                name.put(bytes[i]);
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low < 0) {
                return level;
            }
            name.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(name.flip()).toString();
        } catch (CharacterCodingException e) {
            return level;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EdgexTopics topics && prefix.equals(topics.prefix) && escaping == topics.escaping;
    }

    @Override
    public int hashCode() {
        return Objects.hash(prefix, escaping);
    }

    @Override
    public String toString() {
        return prefix + (escaping ? " (names escaped)" : "");
    }

    private static boolean unfit(String name) {
        return name.indexOf('/') >= 0 || name.indexOf('+') >= 0 || name.indexOf('#') >= 0 || name.indexOf('\0') >= 0;
    }

    private String topic(String kind, String... names) {
        StringBuilder topic = new StringBuilder(prefix.length() + 96).append(prefix);
        if (!kind.isEmpty()) {
            topic.append('/').append(kind);
        }
        for (String name : names) {
            topic.append('/').append(level(name));
        }
        return topic.toString();
    }
}
