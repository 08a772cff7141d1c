package io.graft.persistence.redis.internal.events;

import io.graft.api.persistence.EventCursor;
import io.graft.api.persistence.EventFilter;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.TimeRange;
import io.graft.persistence.redis.internal.codec.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * A part of one or several lists, none of whose members is in two of them.
 *
 * @param lists how the lists' keys end
 * @param least as Redis' lexicographic ranges have it
 * @param greatest as Redis' lexicographic ranges have it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Selection(List<byte[]> lists, byte[] least, byte[] greatest) {

    static final int ID_LENGTH = 16;

    /** Each kind of list has a part that events share with readings; {@code common.lua} says what is where. */
    static Selection of(EventFilter filter) {
        List<byte[]> lists;
        if (filter.source().isPresent()) {
            lists = lists(
                    "pz",
                    NameId.ofTexts(
                            "pair",
                            filter.device().orElseThrow(),
                            filter.source().get()));
        } else if (filter.device().isPresent()) {
            lists = lists("dy", NameId.ofTexts("device", filter.device().get()));
        } else {
            lists = List.of(list('e'), list('x'));
        }
        return new Selection(lists, least(filter.range()), greatest(filter.range()));
    }

    static Selection of(ReadingFilter filter) {
        List<byte[]> lists;
        if (!filter.resources().isEmpty()) {
            lists = filter.resources().stream()
                    .flatMap(resource -> filter
                            .device()
                            .map(device -> lists("wz", NameId.ofTexts("pair", device, resource)))
                            .orElseGet(() -> lists("t", NameId.ofTexts("resource", resource)))
                            .stream())
                    .toList();
        } else if (filter.device().isPresent()) {
            lists = lists("vy", NameId.ofTexts("device", filter.device().get()));
        } else {
            lists = List.of(list('a'), list('x'));
        }
        return new Selection(lists, least(filter.range()), greatest(filter.range()));
    }

    /** The upper end of what is behind a place. */
    byte[] behind(EventCursor place, TimeRange range) {
        return place.origin() > range.end()
                ? greatest
                : below(id(new Bytes(24).putSorting(place.origin()), place.id()).toArray());
    }

    /** The upper end of what is older than a member. */
    static byte[] below(byte[] member) {
        return new Bytes(member.length + 1).putByte('(').put(member).toArray();
    }

    /** The upper end of what is not newer than a member. */
    static byte[] upTo(byte[] member) {
        return new Bytes(member.length + 1).putByte('[').put(member).toArray();
    }

    static byte[] id(UUID id) {
        return id(new Bytes(ID_LENGTH), id).toArray();
    }

    private static Bytes id(Bytes out, UUID id) {
        return out.put(id.getMostSignificantBits(), Long.BYTES).put(id.getLeastSignificantBits(), Long.BYTES);
    }

    private static byte[] least(TimeRange range) {
        return range.start() == Long.MIN_VALUE
                ? "-".getBytes(StandardCharsets.US_ASCII)
                : new Bytes(9).putByte('[').putSorting(range.start()).toArray();
    }

    private static byte[] greatest(TimeRange range) {
        return range.end() == Long.MAX_VALUE
                ? "+".getBytes(StandardCharsets.US_ASCII)
                : new Bytes(9).putByte('(').putSorting(range.end() + 1).toArray();
    }

    private static byte[] list(char kind) {
        return new byte[] {':', (byte) kind};
    }

    private static List<byte[]> lists(String kinds, NameId id) {
        return kinds.chars()
                .mapToObj(kind -> new Bytes(2 + NameId.LENGTH)
                        .put(list((char) kind))
                        .put(id.bytes())
                        .toArray())
                .toList();
    }
}
