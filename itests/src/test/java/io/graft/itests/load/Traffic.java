package io.graft.itests.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Clients that write, read and delete as long as it is open, and remember every answer. */
public final class Traffic implements AutoCloseable {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(90).toNanos();
    private static final Duration PAUSE = Duration.ofMillis(1);
    private static final long POLL_NANOS = Duration.ofMillis(2).toNanos();
    private static final int FEW = 3;
    private static final int SHOWN = 5;

    private final Client client;
    private final ExecutorService threads;
    private final Ledger events = new Ledger("event");
    private final Ledger keys = new Ledger("key");
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final AtomicLong posts = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();
    private final Queue<String> later = new ConcurrentLinkedQueue<>();
    private final AtomicLong changes = new AtomicLong();
    private volatile Tolerance tolerance;
    private volatile boolean enough;

    /** Something that is done under load. */
    public interface Change {
        void make() throws Exception;
    }

    private interface Round {
        void run(long number);
    }

    /** Begins, with as many deletions and changes of keys as one client each gets done. */
    public Traffic(Client client, int writers, Tolerance tolerance) {
        this(client, writers, tolerance, PAUSE);
    }

    /**
     * Begins.
     *
     * @param betweenChanges how long the client that deletes and the one that changes keys rest each time
     */
    public Traffic(Client client, int writers, Tolerance tolerance, Duration betweenChanges) {
        this.client = client;
        this.tolerance = tolerance;
        this.threads = Executors.newFixedThreadPool(writers + FEW);
        for (int i = 0; i < writers; i++) {
            String device = "writer-" + i;
            threads.execute(() -> repeat(PAUSE, round -> write(device, round)));
        }
        threads.execute(() -> repeat(PAUSE, this::read));
        threads.execute(() -> repeat(betweenChanges, this::delete));
        threads.execute(() -> repeat(betweenChanges, this::keep));
    }

    /** What clients may be answered from now on. */
    public void tolerate(Tolerance changed) {
        tolerance = changed;
    }

    /** Does what binds services to other data: what was written before may be elsewhere afterwards. */
    public void changing(Change change) throws Exception {
        changes.incrementAndGet();
        change.make();
        changes.incrementAndGet();
    }

    /** Waits until so many more posts have been answered, or a client was refused. */
    public void more(int count) {
        long until = posts.get() + count;
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (posts.get() < until && refused.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no " + count + " events are answered within the time; " + this);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    public Ledger events() {
        return events;
    }

    public Ledger keys() {
        return keys;
    }

    /** The answers that no client may get, the first ones of them. */
    public List<String> refused() {
        return refused.stream().limit(SHOWN).toList();
    }

    public long requests() {
        return requests.get();
    }

    /** The answers that told to try again later, the first ones of them. */
    public List<String> later() {
        return later.stream().limit(SHOWN).toList();
    }

    @Override
    public String toString() {
        return requests + " requests, " + events.acknowledgements() + " events, " + keys.acknowledgements()
                + " keys acknowledged, " + (events.deletions() + keys.deletions()) + " deleted, " + later.size()
                + " told to try later, " + refused.size() + " refused";
    }

    /** Ends; returns when the last client has its answer. */
    @Override
    public void close() {
        enough = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
                throw new AssertionError("requests are not answered; " + this);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void repeat(Duration pause, Round round) {
        for (long number = 0; !enough; number++) {
            round.run(number);
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    /** What a client has written it finds, as long as the service stays with its database. */
    private void write(String device, long round) {
        UUID id = UUID.randomUUID();
        long epoch = changes.get();
        if (post(id, device) && round % FEW == 0) {
            Tolerance before = tolerance;
            Answer found = client.event(id);
            if (found.status() == 404) {
                counted(found);
                if (!found.spooled() && steady(epoch)) {
                    refused.add("acknowledged before, " + found);
                }
            } else {
                check(before, found, Tolerance::othersLater, 200);
            }
        }
    }

    private void read(long round) {
        String path =
                switch ((int) (round % 4)) {
                    case 0 -> "event/all?limit=20";
                    case 1 -> "event/device/name/writer-0?limit=20";
                    case 2 -> "reading/all?limit=20";
                    default -> "event/count";
                };
        check(() -> client.get("/core-data/api/v3/" + path), Tolerance::othersLater, 200);
    }

    private void delete(long round) {
        String device = "leaver-" + UUID.randomUUID();
        long epoch = changes.get();
        List<UUID> posted = new ArrayList<>();
        for (int i = 0; i < FEW; i++) {
            UUID id = UUID.randomUUID();
            if (post(id, device)) {
                posted.add(id);
            }
        }
        if (round % 2 == 0) {
            boolean done = check(() -> client.deleteEventsOf(device), Tolerance::othersLater, 202) && steady(epoch);
            posted.forEach(done ? events::deleted : events::perhapsDeleted);
        } else {
            posted.forEach(id -> deleteOne(id, epoch));
        }
    }

    private void deleteOne(UUID id, long epoch) {
        Tolerance before = tolerance;
        Answer answer = client.deleteEvent(id);
        if (answer.status() == 404) {
            counted(answer);
            events.perhapsDeleted(id);
            if (steady(epoch)) {
                refused.add("acknowledged before, " + answer);
            }
            return;
        }
        boolean done = check(before, answer, Tolerance::othersLater, 200) && steady(epoch);
        if (done) {
            events.deleted(id);
        } else {
            events.perhapsDeleted(id);
        }
    }

    private void keep(long round) {
        UUID id = UUID.randomUUID();
        long epoch = changes.get();
        if (!check(() -> client.putKey(id), Tolerance::othersLater, 200)) {
            keys.unclear(id);
            return;
        }
        keys.acknowledged(id);
        if (round % FEW == 0) {
            keys.perhapsDeleted(id);
            Tolerance before = tolerance;
            Answer answer = client.deleteKey(id);
            if (answer.status() == 404 && !steady(epoch)) {
                counted(answer);
            } else if (check(before, answer, Tolerance::othersLater, 200) && steady(epoch)) {
                keys.deleted(id);
            }
        }
    }

    private boolean post(UUID id, String device) {
        boolean done = check(() -> client.post(id, device), Tolerance::ingestLater, 201);
        if (done) {
            events.acknowledged(id);
        } else {
            events.unclear(id);
        }
        posts.incrementAndGet();
        return done;
    }

    private boolean check(Supplier<Answer> request, Predicate<Tolerance> mayComeLater, int success) {
        Tolerance before = tolerance;
        return check(before, request.get(), mayComeLater, success);
    }

    /**
     * Whether a request has succeeded; notes what it must not be answered, neither when it was sent nor now.
     *
     * @param before what was tolerated when it was sent
     */
    private boolean check(Tolerance before, Answer answer, Predicate<Tolerance> mayComeLater, int success) {
        counted(answer);
        boolean done = answer.status() == success;
        if (!done && !tolerated(before, answer, mayComeLater) && !tolerated(tolerance, answer, mayComeLater)) {
            refused.add(answer.toString());
        }
        return done;
    }

    private static boolean tolerated(Tolerance by, Answer answer, Predicate<Tolerance> mayComeLater) {
        return (answer.later() && mayComeLater.test(by)) || (answer.status() == 0 && by.none());
    }

    private void counted(Answer answer) {
        requests.incrementAndGet();
        if (answer.later()) {
            later.add(answer.toString());
        }
    }

    private boolean steady(long epoch) {
        return epoch % 2 == 0 && changes.get() == epoch;
    }
}
