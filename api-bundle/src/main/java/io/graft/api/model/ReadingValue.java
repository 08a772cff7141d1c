package io.graft.api.model;

import java.util.Arrays;
import java.util.Objects;

/** What a reading holds: text, bytes, a JSON object, or nothing. */
public sealed interface ReadingValue {

    /**
     * The value of every type but Binary, Object and ObjectArray, in the sender's spelling, e.g. {@code -123},
     * {@code 1.234e+01}, {@code [1, 2, 3]}.
     */
    record Text(String text) implements ReadingValue {
        public Text {
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * A Binary value. The array is not copied: who has passed it in must not change it afterwards, nor must who gets
     * it.
     *
     * @param mediaType the media type of the bytes, e.g. {@code image/jpeg}
     */
    @SuppressWarnings("ArrayRecordComponent") // up to 25 MB: copies would cost more than the care
    record Binary(byte[] bytes, String mediaType) implements ReadingValue {
        public Binary {
            Objects.requireNonNull(bytes, "bytes");
            Objects.requireNonNull(mediaType, "mediaType");
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Binary that && Arrays.equals(bytes, that.bytes) && mediaType.equals(that.mediaType);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(bytes) + mediaType.hashCode();
        }

        @Override
        public String toString() {
            return "Binary[" + bytes.length + " bytes, " + mediaType + "]";
        }
    }

    /** An Object or ObjectArray value: any JSON. */
    record Json(JsonText json) implements ReadingValue {
        public Json {
            Objects.requireNonNull(json, "json");
        }
    }

    /** No value: the device had none to give. */
    record Null() implements ReadingValue {}
}
