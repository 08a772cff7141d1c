package io.graft.persistence.redis.internal.events;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.persistence.EventQuery;
import io.graft.api.persistence.Page;
import io.graft.api.persistence.ReadingFilter;
import io.graft.api.persistence.ReadingQuery;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.redis.internal.codec.Bytes;
import io.graft.persistence.redis.internal.link.RedisLink;
import io.graft.persistence.redis.internal.link.Script;
import io.graft.persistence.support.ContentSize;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Pages of the lists. One script finds the members of a page at one moment, with the records of the first of them; what
 * is behind is fetched in chunks, and when one of them is gone by then, the page is made again. The last attempt is made
 * by the script alone.
 */
final class Pages {

    private static final Script PAGE = Script.of(Pages.class, "page.lua");
    private static final int ATTEMPTS = 4;
    private static final long LEAST_RECORD = 32;

    private final RedisLink link;
    private final byte[] key;
    private final Names names;

    /** What is asked of the script. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Ask(Selection selection, byte[] top, long offset, int limit, long maxBytes, boolean withTotal) {}

    private record Answer(long total, List<Member> members, Records records) {}

    private interface Item<T> {
        /** Null if it is not there any more. */
        T of(Member member, Event event);
    }

    Pages(RedisLink link, byte[] key, Names names) {
        this.link = link;
        this.key = key;
        this.names = names;
    }

    Page<Event> events(EventQuery query) {
        Selection selection = Selection.of(query.filter());
        byte[] top = query.after()
                .map(place -> selection.behind(place, query.filter().range()))
                .orElse(selection.greatest());
        Ask ask = new Ask(selection, top, query.offset(), query.limit(), query.maxBytes(), query.withTotal());
        return page(ask, Member::eventIn, ContentSize::of);
    }

    Page<Reading> readings(ReadingQuery query) {
        Selection selection = Selection.of(query.filter());
        Ask ask = new Ask(
                selection, selection.greatest(), query.offset(), query.limit(), query.maxBytes(), query.withTotal());
        return page(ask, Member::readingIn, ContentSize::of);
    }

    /** Passes every reading on, some at a time; those that are deleted meanwhile may be left out. */
    void each(ReadingFilter filter, Consumer<Reading> consumer) {
        Selection all = Selection.of(filter);
        for (byte[] list : all.lists()) {
            Selection one = new Selection(List.of(list), all.least(), all.greatest());
            byte[] top = one.greatest();
            while (top.length > 0) {
                top = chunk(one, top, consumer);
            }
        }
    }

    private byte[] chunk(Selection list, byte[] top, Consumer<Reading> consumer) {
        Ask ask = new Ask(list, top, 0, Records.CHUNK_RECORDS, Long.MAX_VALUE, false);
        Answer answer = ask(ask, false);
        int loaded = answer.records().loaded();
        for (int i = 0; i < loaded; i++) {
            Member member = answer.members().get(i);
            Reading reading = member.readingIn(answer.records().event(i));
            if (reading != null) {
                consumer.accept(reading);
            }
        }
        return loaded == 0
                ? new byte[0]
                : Selection.below(answer.members().get(loaded - 1).bytes());
    }

    private <T> Page<T> page(Ask ask, Item<T> item, ToLongFunction<T> size) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Answer answer = ask(ask, attempt == ATTEMPTS);
            Page<T> page = assemble(ask, answer, item, size);
            if (page != null) {
                return page;
            }
        }
        throw new StoreUnavailableException(
                Reason.BUSY,
                "events are being deleted from " + link.server() + " faster than a page is read; try again");
    }

    /** Null if something is gone meanwhile. */
    private <T> Page<T> assemble(Ask ask, Answer answer, Item<T> item, ToLongFunction<T> size) {
        List<T> items = new ArrayList<>(answer.members().size());
        OptionalLong total = ask.withTotal() ? OptionalLong.of(answer.total()) : OptionalLong.empty();
        long bytes = 0;
        for (int i = 0; i < answer.members().size(); i++) {
            T next = item.of(answer.members().get(i), answer.records().event(i));
            if (next == null) {
                return null;
            }
            bytes += size.applyAsLong(next);
            if (bytes > ask.maxBytes() && i > 0) {
                return new Page<>(items, total, true);
            }
            items.add(next);
        }
        return new Page<>(items, total);
    }

    private Answer ask(Ask ask, boolean whole) {
        long limit = Math.min(ask.limit(), ask.maxBytes() / LEAST_RECORD + 2);
        List<byte[]> arguments = new ArrayList<>(List.of(
                ask.selection().least(),
                ask.selection().greatest(),
                ask.top(),
                Bytes.number(ask.withTotal() ? 1 : 0),
                Bytes.number(ask.offset()),
                Bytes.number(limit),
                Bytes.number(whole ? Integer.MAX_VALUE : Records.CHUNK_RECORDS),
                Bytes.number(whole ? ask.maxBytes() : Math.min(ask.maxBytes(), Records.CHUNK_BYTES))));
        arguments.addAll(ask.selection().lists());
        List<Object> answer = link.read(PAGE, key, arguments);
        List<Member> members = ((List<?>) answer.get(1))
                .stream().map(member -> new Member((byte[]) member)).toList();
        return new Answer(
                (Long) answer.get(0), members, new Records(link, key, names, members, (List<?>) answer.get(2)));
    }
}
