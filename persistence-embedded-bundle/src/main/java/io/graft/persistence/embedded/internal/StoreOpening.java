package io.graft.persistence.embedded.internal;

import io.graft.api.persistence.ScratchSpaces;
import io.graft.api.persistence.StoreException;
import io.graft.log.CommitLimits;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the stores in a thread of its own, so that a large one does not hold up the start of the gateway, and publishes
 * each as soon as it is open. While another process has the directory, or the disk refuses, it tries again. A damaged
 * store is not tried again.
 */
final class StoreOpening implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreOpening.class);
    private static final long RETRY_MILLIS = 500;
    private static final long CLOSE_MILLIS = 30_000;
    private static final String SCRATCH = "scratch";

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Path path;
    private final List<StorePart> parts;
    private final Publisher publisher;
    private final Thread thread;
    private final Map<String, String> failures = new LinkedHashMap<>();
    private final Map<String, ProvidedStore> stores = new LinkedHashMap<>();
    private final Deque<Runnable> published = new ArrayDeque<>();
    private final Supplier<StoreParts> scratchParts;
    private CommitLimits limits;
    private StoreDirectory directory;
    private EmbeddedScratchSpaces scratch;
    private boolean closing;

    /** Makes a store known to the gateway. */
    interface Publisher {

        /** Publishes a store; what is returned takes it back. */
        Runnable publish(StorePart part, ProvidedStore store);

        /** Publishes the scratch spaces; what is returned takes them back. */
        Runnable publish(ScratchSpaces spaces);
    }

    /**
     * Begins to open.
     *
     * @param scratchParts what scratch spaces are made of at the moment
     */
    StoreOpening(
            Path path,
            List<StorePart> parts,
            Supplier<StoreParts> scratchParts,
            CommitLimits limits,
            Publisher publisher) {
        this.path = path;
        this.scratchParts = scratchParts;
        this.parts = List.copyOf(parts);
        this.limits = limits;
        this.publisher = publisher;
        parts.forEach(part -> failures.put(part.name(), "is being opened"));
        this.thread = new Thread(this::run, "graft-embedded-open");
        thread.setDaemon(true);
        thread.start();
    }

    Path path() {
        return path;
    }

    /** What is wrong with each store that is not open. */
    Map<String, String> failures() {
        lock.lock();
        try {
            return new LinkedHashMap<>(failures);
        } finally {
            lock.unlock();
        }
    }

    /** The stores that are open. */
    Map<String, ProvidedStore> stores() {
        lock.lock();
        try {
            return new LinkedHashMap<>(stores);
        } finally {
            lock.unlock();
        }
    }

    void limits(CommitLimits newLimits) {
        lock.lock();
        try {
            limits = newLimits;
            stores.values().forEach(store -> store.limits(newLimits));
        } finally {
            lock.unlock();
        }
    }

    /** Takes the stores back, closes them and gives the directory free. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        takeBack();
        join();
        takeBack();
        if (scratch != null) {
            scratch.close();
        }
        boolean leftBehind = false;
        for (Map.Entry<String, ProvidedStore> store : stores().entrySet()) {
            try {
                store.getValue().close();
            } catch (IOException e) {
                leftBehind = true;
                LOG.error(
                        "the {} of {} were not closed in order: {}. The directory stays locked until this process ends",
                        store.getKey(),
                        path,
                        e.getMessage());
            }
        }
        if (directory != null && !leftBehind) {
            directory.close();
        }
    }

    private void takeBack() {
        for (Runnable next = nextPublished(); next != null; next = nextPublished()) {
            next.run();
        }
    }

    private Runnable nextPublished() {
        lock.lock();
        try {
            return published.poll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            directory = openDirectory();
            if (directory != null) {
                parts.forEach(this::open);
                openScratch();
            }
        } catch (RuntimeException | Error e) {
            LOG.error("the stores of {} can't be opened", path, e);
            parts.forEach(part -> setFailure(part, e.toString()));
        }
    }

    private void openScratch() {
        if (!pausedForClose(0)) {
            scratch = new EmbeddedScratchSpaces(directory.path().resolve(SCRATCH), scratchParts);
            took(publisher.publish(scratch));
        }
    }

    private StoreDirectory openDirectory() {
        while (!pausedForClose(0)) {
            try {
                return StoreDirectory.open(path);
            } catch (IOException e) {
                parts.forEach(part -> failed(part, e));
                if (pausedForClose(RETRY_MILLIS)) {
                    return null;
                }
            }
        }
        return null;
    }

    private void open(StorePart part) {
        while (!pausedForClose(0)) {
            try {
                opened(part, part.opener().open(directory.disk(part.name())));
                return;
            } catch (RuntimeException e) {
                LOG.error("the {} are not available: {}", part.name(), e.getMessage(), e);
                setFailure(part, e instanceof StoreException ? e.getMessage() : e.toString());
                return;
            } catch (IOException e) {
                failed(part, e);
                if (pausedForClose(RETRY_MILLIS)) {
                    return;
                }
            }
        }
    }

    private void opened(StorePart part, ProvidedStore store) {
        lock.lock();
        try {
            failures.remove(part.name());
            store.limits(limits);
            stores.put(part.name(), store);
        } finally {
            lock.unlock();
        }
        took(publisher.publish(part, store));
    }

    private void took(Runnable takeBack) {
        lock.lock();
        try {
            published.push(takeBack);
        } finally {
            lock.unlock();
        }
    }

    private void failed(StorePart part, IOException e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        if (!message.equals(setFailure(part, message))) {
            LOG.warn("the {} can't be opened yet and are tried again: {}", part.name(), message);
        }
    }

    private String setFailure(StorePart part, String message) {
        lock.lock();
        try {
            return failures.put(part.name(), message);
        } finally {
            lock.unlock();
        }
    }

    private boolean pausedForClose(long millis) {
        lock.lock();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!closing && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            LOG.debug("interrupted while waiting", e);
        } finally {
            lock.unlock();
        }
        return closing;
    }

    private void join() throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IOException("the store " + path + " is still being opened after " + CLOSE_MILLIS + " ms");
        }
    }
}
