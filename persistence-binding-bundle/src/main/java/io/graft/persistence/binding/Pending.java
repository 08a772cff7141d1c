package io.graft.persistence.binding;

import io.graft.api.model.Event;
import io.graft.api.model.Reading;
import io.graft.api.model.ReadingValue;
import java.util.concurrent.CountDownLatch;

/** An event on its way into the store, with what became of it. */
final class Pending {

    private static final int RECORD_BYTES = 128;

    private final Event event;
    private final long bytes;
    private final CountDownLatch done;
    private volatile Outcome outcome;
    private volatile RuntimeException failure;
    /** The batch that it went into the store with; guarded by the combiner's lock. */
    private Combiner.Batch batch;

    /** @param done is counted down once */
    Pending(Event event, CountDownLatch done) {
        this.event = event;
        this.bytes = size(event);
        this.done = done;
    }

    Event event() {
        return event;
    }

    /** About how large it is. */
    long bytes() {
        return bytes;
    }

    Combiner.Batch batch() {
        return batch;
    }

    void batch(Combiner.Batch taken) {
        batch = taken;
    }

    void succeed(Outcome what) {
        outcome = what;
        done.countDown();
    }

    void fail(RuntimeException why) {
        failure = why;
        done.countDown();
    }

    /** What became of it, or null if it is not known, or it failed. */
    Outcome outcome() {
        return outcome;
    }

    /** Why it failed, or null. */
    RuntimeException failure() {
        return failure;
    }

    static long size(Event event) {
        long size = RECORD_BYTES;
        for (Reading reading : event.readings()) {
            size += RECORD_BYTES + size(reading.value());
        }
        return size;
    }

    private static long size(ReadingValue value) {
        if (value instanceof ReadingValue.Binary binary) {
            return binary.bytes().length;
        }
        if (value instanceof ReadingValue.Text text) {
            return text.text().length();
        }
        return value instanceof ReadingValue.Json json ? json.json().text().length() : 0;
    }
}
