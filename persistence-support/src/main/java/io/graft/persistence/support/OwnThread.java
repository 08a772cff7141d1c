package io.graft.persistence.support;

import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs something in a thread that ends with it, so that nothing which a client library leaves in its thread stays. */
final class OwnThread {

    private OwnThread() {}

    static void run(String name, Duration atMost, Runnable work) {
        call(
                name,
                atMost,
                () -> {
                    work.run();
                    return true;
                },
                done -> {});
    }

    /**
     * @param late gets the result when nobody waits for it any more
     * @throws StoreUnavailableException if it takes longer, or the caller is interrupted; it is interrupted itself then
     */
    static <T> T call(String name, Duration atMost, Supplier<T> work, Consumer<T> late) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = thread(name, () -> complete(result, work, late));
        thread.start();
        try {
            return result.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new StoreUnavailableException(Reason.UNREACHABLE, Causes.line(e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            abandon(result, thread);
            throw new StoreUnavailableException(
                    Reason.TIMEOUT, name + " took more than " + atMost.toSeconds() + " s and was ended", e);
        } catch (InterruptedException e) {
            abandon(result, thread);
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(Reason.TIMEOUT, name + " was interrupted", e);
        }
    }

    /** A thread, not started, that sees the bundle's classes. */
    static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(OwnThread.class.getClassLoader());
        return thread;
    }

    private static <T> void complete(CompletableFuture<T> result, Supplier<T> work, Consumer<T> late) {
        try {
            T done = work.get();
            if (!result.complete(done)) {
                late.accept(done);
            }
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    private static void abandon(CompletableFuture<?> result, Thread thread) {
        result.cancel(false);
        thread.interrupt();
    }
}
