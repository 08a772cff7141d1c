package io.graft.bus.mqtt.internal;

import java.util.concurrent.CompletableFuture;

/** Owns a session that is only connected to, without what the broker kept for it, so that it keeps nothing more. */
final class Forgetting implements Session.Owner {

    private final CompletableFuture<Void> done = new CompletableFuture<>();

    /** Completes when the broker has forgotten the session; fails if it could not be told at the first attempt. */
    CompletableFuture<Void> done() {
        return done;
    }

    @Override
    public CompletableFuture<Void> prepare(Link link) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void received(Link link, Link.Incoming message) {
        message.acknowledgement().run();
    }

    @Override
    public void up(Link link) {
        done.complete(null);
    }

    @Override
    public void down(String reason) {
        done.completeExceptionally(new IllegalStateException(reason));
    }
}
