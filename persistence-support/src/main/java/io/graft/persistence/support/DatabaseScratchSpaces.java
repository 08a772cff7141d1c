package io.graft.persistence.support;

import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ScratchSpace;
import io.graft.api.persistence.ScratchSpaces;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scratch spaces in any database: name spaces {@code scratch-<random>}. Needs no OSGi. */
public final class DatabaseScratchSpaces implements ScratchSpaces, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseScratchSpaces.class);
    private static final Duration OPEN_MOST = Duration.ofMinutes(1);
    private static final Duration CLOSE_MOST = Duration.ofMinutes(1);
    private static final Duration REMOVE_MOST = Duration.ofMinutes(10);

    private final Database database;
    private final Set<Space> spaces = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public DatabaseScratchSpaces(Database database) {
        this.database = database;
    }

    @Override
    public ScratchSpace open() {
        requireOpen();
        byte[] random = new byte[8];
        ThreadLocalRandom.current().nextBytes(random);
        Space space = new Space("scratch-" + HexFormat.of().formatHex(random));
        spaces.add(space);
        if (closed) {
            space.close();
            requireOpen();
        }
        return space;
    }

    /** Closes the stores of every space that is open; their data stays. No space can be opened any more. */
    @Override
    public void close() {
        closed = true;
        for (Space space : List.copyOf(spaces)) {
            try {
                space.closeStores();
            } catch (StoreException e) {
                LOG.warn("a scratch space was not closed in order: {}", e.getMessage());
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreUnavailableException(Reason.CLOSED, "the provider is closed");
        }
    }

    private final class Space implements ScratchSpace {

        private final String nameSpace;
        private volatile OpenStores stores;
        private boolean storesClosed;
        private boolean removed;

        Space(String nameSpace) {
            this.nameSpace = nameSpace;
            this.stores = openStores();
        }

        @Override
        public EventStore events() {
            return stores.events();
        }

        @Override
        public DocumentStore documents() {
            return stores.documents();
        }

        @Override
        public String server() {
            return stores.server();
        }

        @Override
        public synchronized void reopen() {
            requireOpen();
            if (removed) {
                throw new StoreUnavailableException(Reason.CLOSED, "the space is closed");
            }
            closeStores();
            stores = openStores();
            storesClosed = false;
            if (closed) {
                closeStores();
            }
        }

        @Override
        public synchronized void close() {
            closeStores();
            if (!removed) {
                spaces.remove(this);
                OwnThread.run("graft-" + nameSpace + "-remove", REMOVE_MOST, () -> database.remove(nameSpace));
                removed = true;
            }
        }

        synchronized void closeStores() {
            if (!storesClosed) {
                storesClosed = true;
                OwnThread.run("graft-" + nameSpace + "-close", CLOSE_MOST, stores::close);
            }
        }

        private OpenStores openStores() {
            return OwnThread.call(
                    "graft-" + nameSpace + "-open", OPEN_MOST, () -> database.open(nameSpace), OpenStores::close);
        }
    }
}
