package io.graft.bus.mqtt.internal;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A session with the broker: connected, and again for ever after the connection was lost, until it is closed. Everything
 * happens in the loop's thread; methods may be called by any.
 */
final class Session {

    /** After so long a connection counts as one that works, and the next failure as the first. */
    static final Duration STABLE = Duration.ofSeconds(30);

    private static final Duration SUBSCRIBE = Duration.ofSeconds(10);
    private static final Duration DISCONNECT = Duration.ofSeconds(1);
    private static final int TAKEN_OVER = 3;

    /** What a session is there for. All calls come from the loop. */
    interface Owner {

        /** What to do when the broker has accepted a connection, before it is {@link #up}. */
        CompletableFuture<Void> prepare(Link link);

        /** A message has come; perhaps before {@link #up}. */
        void received(Link link, Link.Incoming message);

        /** The connection can be used. */
        void up(Link link);

        /** The connection has ended, or could not be made; it is tried again. */
        void down(String reason);
    }

    /** Makes connections. */
    interface Links {

        /** Makes one, which is not connected yet. */
        Link link(Link.Session session, Link.Listener listener) throws Exception;

        /** Whether to try now; else it is tried when the session is {@linkplain Session#hurry hurried}. */
        boolean worthwhile();
    }

    private final EventExecutor loop;
    private final Links links;
    private final Link.Session session;
    private final Backoff backoff;
    private final Reasons reasons;
    private final Owner owner;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private Attempt current;
    private Future<?> next;
    private boolean parked;
    private int failures;
    private boolean closed;

    Session(EventExecutor loop, Links links, Link.Session session, Backoff backoff, Reasons reasons, Owner owner) {
        this.loop = loop;
        this.links = links;
        this.session = session;
        this.backoff = backoff;
        this.reasons = reasons;
        this.owner = owner;
    }

    void open() {
        loop.execute(this::attempt);
    }

    /** Tries at once, if it waits with the next attempt. */
    void hurry() {
        loop.execute(() -> {
            if (!closed && (parked || next != null)) {
                if (next != null) {
                    next.cancel(false);
                }
                attempt();
            }
        });
    }

    /** Ends it; the returned stage completes when the connection has ended, after a second or so at most. */
    CompletableFuture<Void> close() {
        try {
            loop.execute(this::end);
        } catch (RejectedExecutionException e) {
            ended.complete(null);
        }
        return ended;
    }

    private void attempt() {
        if (closed) {
            return;
        }
        next = null;
        parked = !links.worthwhile();
        if (parked) {
            return;
        }
        Attempt attempt = new Attempt();
        current = attempt;
        try {
            attempt.link = links.link(session, attempt);
            var unused = attempt.link.connect().whenComplete((connected, failure) -> attempt.connected(failure));
        } catch (Exception e) {
            attempt.lost(e);
        }
    }

    private void end() {
        if (closed) {
            return;
        }
        closed = true;
        if (next != null) {
            next.cancel(false);
        }
        Attempt last = current;
        if (last == null || last.over || last.link == null) {
            ended.complete(null);
            return;
        }
        Future<?> patience = loop.schedule(() -> finish(last), DISCONNECT.toMillis(), TimeUnit.MILLISECONDS);
        var unused = last.link.disconnect().whenComplete((done, failure) -> {
            patience.cancel(false);
            finish(last);
        });
    }

    private void finish(Attempt last) {
        last.over = true;
        last.link.cut();
        ended.complete(null);
    }

    /** One connection. */
    private final class Attempt implements Link.Listener {

        private final long begun = System.nanoTime();
        private Link link;
        private boolean accepted;
        private boolean over;
        private Optional<Future<?>> patience = Optional.empty();

        @Override
        public void received(Link.Incoming message) {
            if (!over && !closed) {
                owner.received(link, message);
            }
        }

        void connected(Throwable failure) {
            if (failure != null) {
                lost(failure);
                return;
            }
            if (over || closed) {
                link.cut();
                return;
            }
            accepted = true;
            patience = Optional.of(loop.schedule(
                    () -> giveUp(new IllegalStateException(
                            "the broker did not answer a subscription within " + SUBSCRIBE.toSeconds() + " s")),
                    SUBSCRIBE.toMillis(),
                    TimeUnit.MILLISECONDS));
            var unused = prepared().whenComplete((done, refused) -> {
                patience.ifPresent(timer -> timer.cancel(false));
                if (refused != null) {
                    giveUp(refused);
                } else if (!over && !closed) {
                    owner.up(link);
                }
            });
        }

        private CompletableFuture<Void> prepared() {
            try {
                return owner.prepare(link);
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        private void giveUp(Throwable why) {
            if (!over) {
                var unused = link.disconnect();
                lost(why);
            }
        }

        @Override
        public void lost(Throwable cause) {
            if (over) {
                return;
            }
            over = true;
            patience.ifPresent(timer -> timer.cancel(false));
            if (link != null) {
                link.cut();
            }
            if (closed) {
                return;
            }
            boolean stable = accepted && System.nanoTime() - begun > STABLE.toNanos();
            failures = stable ? 1 : failures + 1;
            String reason = reasons.of(cause, session.clientId());
            if (accepted && failures >= TAKEN_OVER && !reason.contains("client id")) {
                reason += " (connections don't last: is there a second gateway with the" + " client id "
                        + session.clientId() + "?)";
            }
            owner.down(reason);
            long pause = backoff.after(failures, ThreadLocalRandom.current()).toMillis();
            next = loop.schedule(Session.this::attempt, pause, TimeUnit.MILLISECONDS);
        }
    }
}
