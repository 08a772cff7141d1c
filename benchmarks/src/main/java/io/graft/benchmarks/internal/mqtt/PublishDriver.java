package io.graft.benchmarks.internal.mqtt;

import io.graft.benchmarks.internal.load.RequestSource;
import io.graft.benchmarks.internal.load.Witness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes over many connections from the calling thread, so that it takes as little as can be from a broker on the same
 * machine. {@link #stop()} and {@link #acknowledged()} may be called from any thread.
 */
public final class PublishDriver {

    /** What its {@link Witness} is told as status; a publication at most once counts as acknowledged when it is handed on. */
    public static final int ACKNOWLEDGED = 0;

    private static final long CHECK = TimeUnit.SECONDS.toNanos(1);
    private static final long FINEST_WAIT = TimeUnit.MICROSECONDS.toNanos(100);

    private final PublishSpec spec;
    private final RequestSource source;
    private final Witness witness;
    private final List<Publisher> publishers = new ArrayList<>();
    private final ByteBuffer packet = ByteBuffer.allocate(RequestSource.LARGEST_REQUEST);
    private final long interval;
    private long nextDue;
    private long nextCheck;
    private long published;
    private int turn;
    private volatile boolean stopped;
    private volatile long acknowledged;

    /** @param source renders publications with the packet identifier 0 */
    public PublishDriver(PublishSpec spec, RequestSource source, Witness witness) {
        this.spec = spec;
        this.source = source;
        this.witness = witness;
        this.interval = spec.perSecond() > 0 ? Math.max(1, Math.round(1e9 / spec.perSecond())) : 0;
    }

    /** Ends publishing; {@link #run()} returns when what is under way is acknowledged. */
    public void stop() {
        stopped = true;
    }

    /** Acknowledgements so far. */
    public long acknowledged() {
        return acknowledged;
    }

    /**
     * Publishes until it is stopped. May be called once.
     *
     * @throws IOException if a connection ends, or an acknowledgement takes too long
     */
    public void run() throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < spec.clients(); i++) {
                Publisher publisher = new Publisher(spec, "bench-" + i);
                publishers.add(publisher);
                publisher.connect(selector);
            }
            loop(selector);
        } finally {
            for (Publisher publisher : publishers) {
                publisher.close();
            }
        }
    }

    private void loop(Selector selector) throws IOException {
        nextDue = System.nanoTime();
        nextCheck = nextDue + CHECK;
        while (true) {
            boolean more = !stopped && publishWhatIsDue();
            for (Publisher publisher : publishers) {
                publisher.flush();
            }
            if (stopped && publishers.stream().allMatch(Publisher::done)) {
                return;
            }
            checkPatience();
            await(selector, more);
        }
    }

    /** Whether one could be published as soon as it is due. */
    private boolean publishWhatIsDue() {
        int full = 0;
        while (!stopped && full < publishers.size()) {
            long now = System.nanoTime();
            if (interval > 0 && nextDue > now) {
                return true;
            }
            Publisher publisher = publishers.get(turn++ % publishers.size());
            if (!publisher.hasRoom()) {
                full++;
                continue;
            }
            full = 0;
            publish(publisher, interval > 0 ? nextDue : now);
            nextDue += interval;
        }
        return false;
    }

    private void publish(Publisher publisher, long due) {
        if (!source.next(packet.clear())) {
            stopped = true;
            return;
        }
        publisher.publish(packet.array(), packet.position(), published, due);
        if (spec.qos() == 0) {
            acknowledged(published, due);
        }
        published++;
    }

    // the one thread of the load writes it, others only read
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void acknowledged(long number, long since) {
        acknowledged++;
        witness.answered(number, ACKNOWLEDGED, since, System.nanoTime(), () -> "");
    }

    private void await(Selector selector, boolean more) throws IOException {
        long wait = more ? nextDue - System.nanoTime() : CHECK;
        if (wait >= TimeUnit.MILLISECONDS.toNanos(1)) {
            selector.select(this::ready, TimeUnit.NANOSECONDS.toMillis(wait));
        } else {
            LockSupport.parkNanos(Math.min(wait, FINEST_WAIT));
            selector.selectNow(this::ready);
        }
    }

    private void ready(SelectionKey key) {
        Publisher publisher = (Publisher) key.attachment();
        try {
            if (key.isWritable()) {
                publisher.flush();
            }
            if (key.isReadable()) {
                publisher.receive(this::acknowledged);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void checkPatience() throws IOException {
        long now = System.nanoTime();
        if (now < nextCheck) {
            return;
        }
        nextCheck = now + CHECK;
        for (Publisher publisher : publishers) {
            if (now - publisher.oldest(now) > spec.patience().toNanos()) {
                throw new IOException("a publication was not acknowledged within "
                        + spec.patience().toSeconds() + " s");
            }
        }
    }
}
