package io.graft.persistence.support;

import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import io.graft.api.persistence.ScratchSpace;
import io.graft.api.persistence.ScratchSpaces;
import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scratch spaces in any database: name spaces {@code scratch-<when><random>}, where the time is in seconds since the epoch,
 * hexadecimal. Needs no OSGi.
 */
public final class DatabaseScratchSpaces implements ScratchSpaces, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseScratchSpaces.class);
    private static final Duration OPEN_MOST = Duration.ofMinutes(1);
    private static final Duration CLOSE_MOST = Duration.ofMinutes(1);
    private static final Duration REMOVE_MOST = Duration.ofMinutes(10);

    private static final Duration LONGEST_USE = Duration.ofDays(1);
    private static final String BEGINNING = "scratch-";
    private static final Pattern NAME = Pattern.compile(BEGINNING + "([0-9a-f]{8})[0-9a-f]{8}");

    private final Database database;
    private final InstantSource clock;
    private final Set<Space> spaces = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public DatabaseScratchSpaces(Database database) {
        this(database, InstantSource.system());
    }

    DatabaseScratchSpaces(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Removes the spaces that were opened more than a day ago and are not open here: the process that opened them was
     * killed, since nobody needs one for so long.
     *
     * @throws StoreException if something may be left
     */
    public void sweep() {
        for (String nameSpace : database.nameSpaces()) {
            if (isOld(nameSpace) && spaces.stream().noneMatch(space -> space.nameSpace.equals(nameSpace))) {
                database.remove(nameSpace);
                LOG.info("{} is removed, which a gateway that was killed has left behind", nameSpace);
            }
        }
    }

    private boolean isOld(String nameSpace) {
        Matcher name = NAME.matcher(nameSpace);
        return name.matches()
                && Instant.ofEpochSecond(Long.parseLong(name.group(1), 16))
                        .isBefore(clock.instant().minus(LONGEST_USE));
    }

    @Override
    public ScratchSpace open() {
        requireOpen();
        HexFormat hex = HexFormat.of();
        Space space = new Space(BEGINNING
                + hex.toHexDigits((int) clock.instant().getEpochSecond())
                + hex.toHexDigits(ThreadLocalRandom.current().nextInt()));
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
