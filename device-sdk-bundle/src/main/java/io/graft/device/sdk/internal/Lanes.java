package io.graft.device.sdk.internal;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks of one name one after the other, and those of different names at the same time, on shared threads.
 * However many tasks wait for a slow device, it holds one thread.
 */
final class Lanes {

    /** How many tasks of one name may wait. */
    static final int MOST_WAITING = 32;

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final Executor threads;

    Lanes(Executor threads) {
        this.threads = threads;
    }

    /** Queues a task; false if too many wait already, or all has been shut down. */
    boolean submit(String name, Runnable task) {
        boolean[] taken = new boolean[1];
        lanes.compute(name, (unused, existing) -> {
            Lane lane = existing == null ? new Lane(name) : existing;
            taken[0] = lane.add(task);
            return taken[0] || existing != null ? lane : null;
        });
        return taken[0];
    }

    private final class Lane implements Runnable {

        private final String name;
        private final Queue<Runnable> waiting = new ArrayDeque<>();

        Lane(String name) {
            this.name = name;
        }

        /** Called while the map holds the lane's entry, so that a lane that goes is not added to. */
        boolean add(Runnable task) {
            synchronized (waiting) {
                if (waiting.size() >= MOST_WAITING) {
                    return false;
                }
                waiting.add(task);
                if (waiting.size() > 1) {
                    return true;
                }
            }
            try {
                threads.execute(this);
                return true;
            } catch (RejectedExecutionException e) {
                return false;
            }
        }

        /** The task at the head stays there while it runs, so that the lane is known to be busy. */
        @Override
        public void run() {
            Runnable task;
            synchronized (waiting) {
                task = waiting.element();
            }
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.error("a task of {} has failed", name, e);
            }
            lanes.computeIfPresent(name, (unused, lane) -> {
                synchronized (waiting) {
                    waiting.remove();
                    if (waiting.isEmpty()) {
                        return null;
                    }
                }
                try {
                    threads.execute(this);
                    return lane;
                } catch (RejectedExecutionException e) {
                    return null;
                }
            });
        }
    }
}
