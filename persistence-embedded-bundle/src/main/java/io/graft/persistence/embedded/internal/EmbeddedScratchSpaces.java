package io.graft.persistence.embedded.internal;

import io.graft.api.persistence.ScratchSpace;
import io.graft.api.persistence.ScratchSpaces;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens empty stores, each space in a directory of its own below one that nobody else uses. Closed, it removes the
 * spaces that are still open.
 */
final class EmbeddedScratchSpaces implements ScratchSpaces, Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedScratchSpaces.class);

    private final Path path;
    private final Supplier<StoreParts> parts;
    private final List<EmbeddedScratchSpace> open = new ArrayList<>();
    private boolean closed;

    /**
     * Removes what a gateway that was killed has left behind.
     *
     * @param path where the spaces are; created with the first, removed with the last
     * @param parts what a space is made of at the moment
     */
    EmbeddedScratchSpaces(Path path, Supplier<StoreParts> parts) {
        this.path = path;
        this.parts = parts;
        try {
            DirectoryTree.delete(path);
        } catch (IOException e) {
            LOG.warn("{} could not be removed ({}); that is tried again at the next start", path, e.toString());
        }
    }

    @Override
    public ScratchSpace open() {
        EmbeddedScratchSpace space = new EmbeddedScratchSpace(
                path.resolve(UUID.randomUUID().toString()), parts.get().scratch(), this::forget);
        synchronized (open) {
            if (closed) {
                throw new StoreUnavailableException(Reason.CLOSED, "the embedded store is closed");
            }
            open.add(space);
        }
        try {
            space.reopen();
            return space;
        } catch (RuntimeException e) {
            remove(space);
            throw e;
        }
    }

    @Override
    public void close() {
        List<EmbeddedScratchSpace> left;
        synchronized (open) {
            closed = true;
            left = List.copyOf(open);
        }
        left.forEach(EmbeddedScratchSpaces::remove);
    }

    private static void remove(EmbeddedScratchSpace space) {
        try {
            space.close();
        } catch (StoreUnavailableException e) {
            LOG.warn("{}; that is tried again at the next start", e.getMessage());
        }
    }

    private void forget(EmbeddedScratchSpace space) {
        synchronized (open) {
            open.remove(space);
            try {
                if (open.isEmpty()) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException e) {
                LOG.debug("{} is not empty yet", path, e);
            }
        }
    }
}
