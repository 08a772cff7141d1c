package io.graft.persistence.embedded.internal.events;

import io.graft.api.persistence.CorruptStoreException;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.TimeRange;
import io.graft.log.codec.Input;
import io.graft.log.codec.Output;
import io.graft.persistence.embedded.internal.events.query.Marks;
import io.graft.persistence.embedded.internal.events.segment.Segment;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A change of the store, as the log keeps it, and its outcome once it is applied. */
abstract sealed class Change {

    static final int APPEND = 1;
    private static final int DELETE_SELECTION = 2;
    private static final int DELETE_ONE = 3;

    /** The change as a record of the log. */
    abstract byte[] toRecord();

    /** Events; what an {@code EventEncoder} has written with the type {@link #APPEND}. */
    static final class Append extends Change {
        private final byte[] record;
        private final Set<UUID> duplicates = new HashSet<>(0);

        Append(byte[] record) {
            this.record = record;
        }

        @Override
        byte[] toRecord() {
            return record;
        }

        Set<UUID> duplicates() {
            return duplicates;
        }
    }

    /** The deletion of all events of a selection. */
    static final class DeleteSelection extends Change {
        private final EventFilter filter;
        private final Map<Segment, Marks> selected;
        private long deleted;

        DeleteSelection(EventFilter filter) {
            this(filter, Map.of());
        }

        /** @param selected what the filter selects of segments, of some of them: found out before the log's turn */
        DeleteSelection(EventFilter filter, Map<Segment, Marks> selected) {
            this.filter = filter;
            this.selected = selected;
        }

        /** What the filter selects of a segment, if that is known already. */
        Optional<Marks> selected(Segment segment) {
            return Optional.ofNullable(selected.get(segment));
        }

        EventFilter filter() {
            return filter;
        }

        long deleted() {
            return deleted;
        }

        void add(long count) {
            deleted += count;
        }

        @Override
        byte[] toRecord() {
            Output out = new Output(64);
            out.putByte(DELETE_SELECTION);
            out.putByte((filter.device().isPresent() ? 1 : 0) | (filter.source().isPresent() ? 2 : 0));
            filter.device().ifPresent(out::putText);
            filter.source().ifPresent(out::putText);
            out.putLong(filter.range().start());
            out.putLong(filter.range().end());
            return out.toBytes();
        }

        private static DeleteSelection read(Input in) {
            int flags = in.getByte();
            Optional<String> device = (flags & 1) != 0 ? Optional.of(in.getText()) : Optional.empty();
            Optional<String> source = (flags & 2) != 0 ? Optional.of(in.getText()) : Optional.empty();
            return new DeleteSelection(new EventFilter(device, source, new TimeRange(in.getLong(), in.getLong())));
        }
    }

    /** The deletion of one event. */
    static final class DeleteOne extends Change {
        private final UUID id;
        private boolean found;

        DeleteOne(UUID id) {
            this.id = id;
        }

        UUID id() {
            return id;
        }

        boolean found() {
            return found;
        }

        void setFound() {
            found = true;
        }

        @Override
        byte[] toRecord() {
            Output out = new Output(17);
            out.putByte(DELETE_ONE);
            out.putLong(id.getMostSignificantBits());
            out.putLong(id.getLeastSignificantBits());
            return out.toBytes();
        }
    }

    /** Reads what {@link #toRecord} gave. */
    static Change read(byte[] record) {
        Input in = new Input(record, 0, record.length);
        int type = in.getByte();
        return switch (type) {
            case APPEND -> new Append(record);
            case DELETE_SELECTION -> DeleteSelection.read(in);
            case DELETE_ONE -> new DeleteOne(new UUID(in.getLong(), in.getLong()));
            default ->
                throw new CorruptStoreException("the log has a record of type " + type
                        + ", which this version does not know; open the store with the version that wrote it");
        };
    }
}
