package io.graft.persistence.redis.internal.events;

import io.graft.api.model.ValueType;
import io.graft.persistence.redis.internal.codec.Bytes;
import io.graft.persistence.redis.internal.codec.Input;

/** What many records have in common, kept once in a dictionary and named by an id that is made of it. */
sealed interface Name {

    /** What the dictionary holds: the ids of the lists, then the texts. */
    byte[] encode();

    /** Of the list of the device. */
    default NameId deviceId() {
        return NameId.ofTexts("device", device());
    }

    /** Of the list of the device and the source or resource. */
    default NameId pairId() {
        return NameId.ofTexts("pair", device(), what());
    }

    /** Of the list of the source or resource. */
    default NameId whatId() {
        return NameId.ofTexts("resource", what());
    }

    String device();

    /** The source or the resource. */
    String what();

    /** The id under which the dictionary holds it. */
    default NameId id() {
        return NameId.of(this instanceof Stream ? "stream" : "series", encode());
    }

    /** What events have in common. */
    record Stream(String device, String profile, String source) implements Name {
        @Override
        public String what() {
            return source;
        }

        @Override
        public byte[] encode() {
            return new Bytes(96)
                    .put(deviceId().bytes())
                    .put(pairId().bytes())
                    .putText(device)
                    .putText(profile)
                    .putText(source)
                    .toArray();
        }

        static Stream decode(byte[] bytes) {
            Input in = new Input(bytes);
            in.get(2 * NameId.LENGTH, "ids");
            return new Stream(in.getText(), in.getText(), in.getText());
        }
    }

    /** What readings have in common. */
    record Series(String device, String profile, String resource, ValueType type, String units) implements Name {
        @Override
        public String what() {
            return resource;
        }

        @Override
        public byte[] encode() {
            return new Bytes(128)
                    .put(deviceId().bytes())
                    .put(whatId().bytes())
                    .put(pairId().bytes())
                    .putText(device)
                    .putText(profile)
                    .putText(resource)
                    .putText(type.edgexName())
                    .putText(units)
                    .toArray();
        }

        static Series decode(byte[] bytes) {
            Input in = new Input(bytes);
            in.get(3 * NameId.LENGTH, "ids");
            String device = in.getText();
            String profile = in.getText();
            String resource = in.getText();
            String type = in.getText();
            return new Series(
                    device,
                    profile,
                    resource,
                    ValueType.of(type)
                            .orElseThrow(() -> new IndexOutOfBoundsException("value type '" + type + "' is unknown")),
                    in.getText());
        }
    }
}
