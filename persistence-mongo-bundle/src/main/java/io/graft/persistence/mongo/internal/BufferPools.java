package io.graft.persistence.mongo.internal;

import com.mongodb.internal.connection.PowerOfTwoBufferPool;
import java.lang.reflect.Method;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the driver's one thread that no close of a client ends; it would keep the bundle's classes for ever. */
final class BufferPools {

    private static final Logger LOG = LoggerFactory.getLogger(BufferPools.class);

    private BufferPools() {}

    /** Safe only because the driver is the bundle's own; a client that is made afterwards works without pruning. */
    static void stopPruning() {
        try {
            Method stop = PowerOfTwoBufferPool.class.getDeclaredMethod("disablePruning");
            stop.setAccessible(true);
            stop.invoke(PowerOfTwoBufferPool.DEFAULT);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.warn("a thread of the MongoDB driver stays behind: its buffer pool can't be stopped", e);
        }
    }
}
