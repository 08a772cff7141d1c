package io.graft.persistence.embedded.internal.events.codec;

import io.graft.api.model.ValueType;
import java.nio.charset.StandardCharsets;

/**
 * A name that records refer to by number. A number means the same as long as the store exists; a name is in the log
 * before or together with the first record that uses it.
 */
public abstract sealed class Name {

    private final int id;
    private volatile boolean logged;

    private Name(int id) {
        this.id = id;
    }

    public int id() {
        return id;
    }

    boolean logged() {
        return logged;
    }

    /** How much text it brings, beyond that of the names it refers to. */
    abstract int chars();

    void setLogged() {
        logged = true;
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** What an event is of; {@code older} is another one of the same device and source, or null. */
    public static final class Stream extends Name {

        private final Device device;
        private final String profile;
        private final String source;
        private final Stream older;
        private final int textBytes;

        Stream(int id, Device device, String profile, String source, Stream older) {
            super(id);
            this.textBytes = utf8Length(device.text()) + utf8Length(profile) + utf8Length(source);
            this.device = device;
            this.profile = profile;
            this.source = source;
            this.older = older;
        }

        public Device device() {
            return device;
        }

        public String profile() {
            return profile;
        }

        public String source() {
            return source;
        }

        public Stream older() {
            return older;
        }

        @Override
        int chars() {
            return profile.length() + source.length();
        }

        /** How much its texts take as UTF-8: what an event has beyond its record. */
        int textBytes() {
            return textBytes;
        }
    }

    /** What a reading is of; {@code older} is another one of the same device and resource, or null. */
    public static final class Series extends Name {

        private final Device device;
        private final Resource resource;
        private final String profile;
        private final ValueType type;
        private final String units;
        private final Series older;
        private final int textBytes;

        Series(int id, Device device, Resource resource, String profile, ValueType type, String units, Series older) {
            super(id);
            this.textBytes = utf8Length(device.text())
                    + utf8Length(profile)
                    + utf8Length(resource.text())
                    + utf8Length(type.edgexName())
                    + utf8Length(units);
            this.device = device;
            this.resource = resource;
            this.profile = profile;
            this.type = type;
            this.units = units;
            this.older = older;
        }

        public Device device() {
            return device;
        }

        public Resource resource() {
            return resource;
        }

        public String profile() {
            return profile;
        }

        public ValueType type() {
            return type;
        }

        public String units() {
            return units;
        }

        public Series older() {
            return older;
        }

        @Override
        int chars() {
            return profile.length() + units.length();
        }

        /** How much its texts take as UTF-8: what a reading has beyond its record. */
        int textBytes() {
            return textBytes;
        }
    }

    /** A device. */
    public static final class Device extends Name {

        private final String text;

        Device(int id, String text) {
            super(id);
            this.text = text;
        }

        public String text() {
            return text;
        }

        @Override
        int chars() {
            return text.length();
        }
    }

    /** A resource. */
    public static final class Resource extends Name {

        private final String text;

        Resource(int id, String text) {
            super(id);
            this.text = text;
        }

        public String text() {
            return text;
        }

        @Override
        int chars() {
            return text.length();
        }
    }
}
