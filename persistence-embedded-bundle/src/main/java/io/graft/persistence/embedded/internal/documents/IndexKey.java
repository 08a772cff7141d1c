package io.graft.persistence.embedded.internal.documents;

import java.nio.ByteBuffer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * An entry of an index: a value and a document that has it. An index of texts uses {@code text} only; an index of
 * numbers uses {@code number}, and {@code text} for the documents without one, which so come last.
 */
record IndexKey(String text, long number, String id) implements Comparable<IndexKey> {

    private static final String ABSENT = "~";

    static IndexKey text(String value, String id) {
        return new IndexKey(value, 0, id);
    }

    static IndexKey number(Long value, String id) {
        return value == null ? new IndexKey(ABSENT, 0, id) : new IndexKey("", value, id);
    }

    /** Before the first entry with this text. */
    static IndexKey firstOf(String value) {
        return text(value, "");
    }

    /** Behind the last entry with this text. */
    static IndexKey behind(String value) {
        return text(value + '\0', "");
    }

    /** Before the first entry with this number. */
    static IndexKey firstOf(long number) {
        return new IndexKey("", number, "");
    }

    /** Behind the last entry with this number. */
    static IndexKey behind(long number) {
        return number == Long.MAX_VALUE ? new IndexKey("\0", 0, "") : firstOf(number + 1);
    }

    boolean hasNumber() {
        return text.isEmpty();
    }

    @Override
    public int compareTo(IndexKey other) {
        int order = text.compareTo(other.text);
        if (order == 0) {
            order = Long.compare(number, other.number);
        }
        return order == 0 ? id.compareTo(other.id) : order;
    }

    /** How the file keeps entries. */
    static final class Type extends BasicDataType<IndexKey> {

        static final Type INSTANCE = new Type();

        private static final int OBJECT_MEMORY = 40;

        @Override
        public int compare(IndexKey a, IndexKey b) {
            return a.compareTo(b);
        }

        @Override
        public int getMemory(IndexKey key) {
            return OBJECT_MEMORY
                    + StringDataType.INSTANCE.getMemory(key.text)
                    + StringDataType.INSTANCE.getMemory(key.id);
        }

        @Override
        public void write(WriteBuffer out, IndexKey key) {
            StringDataType.INSTANCE.write(out, key.text);
            out.putVarLong(key.number);
            StringDataType.INSTANCE.write(out, key.id);
        }

        @Override
        public IndexKey read(ByteBuffer in) {
            String text = StringDataType.INSTANCE.read(in);
            long number = DataUtils.readVarLong(in);
            return new IndexKey(text, number, StringDataType.INSTANCE.read(in));
        }

        @Override
        public IndexKey[] createStorage(int size) {
            return new IndexKey[size];
        }
    }

    /** The value of every entry: that it is there, which takes no bytes. */
    static final class Presence extends BasicDataType<Boolean> {

        static final Presence INSTANCE = new Presence();

        @Override
        public int compare(Boolean a, Boolean b) {
            return Boolean.compare(a, b);
        }

        @Override
        public int getMemory(Boolean value) {
            return 0;
        }

        @Override
        public void write(WriteBuffer out, Boolean value) {
            // every value is the same
        }

        @Override
        public Boolean read(ByteBuffer in) {
            return Boolean.TRUE;
        }

        @Override
        public Boolean[] createStorage(int size) {
            return new Boolean[size];
        }
    }
}
