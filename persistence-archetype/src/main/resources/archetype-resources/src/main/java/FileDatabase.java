package ${package};

import io.graft.api.persistence.StoreUnavailableException;
import io.graft.api.persistence.StoreUnavailableException.Reason;
import io.graft.persistence.support.Database;
import io.graft.persistence.support.OpenStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory with one file for each name space. Here goes what connects to a server: its address, user and time-outs.
 *
 * @param directory made if it is not there
 */
record FileDatabase(Path directory) implements Database {

    @Override
    public OpenStores open(String nameSpace) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new StoreUnavailableException(
                    Reason.UNREACHABLE, "the directory " + directory + " can't be made: " + e, e);
        }
        return new FileStores(new StoreFile(file(nameSpace)));
    }

    @Override
    public void remove(String nameSpace) {
        if (nameSpace.isEmpty()) {
            throw new IllegalArgumentException("only a scratch name space may be removed");
        }
        try {
            Files.deleteIfExists(file(nameSpace));
        } catch (IOException e) {
            throw new StoreUnavailableException(
                    Reason.UNREACHABLE, file(nameSpace) + " can't be removed: " + e, e);
        }
    }

    private Path file(String nameSpace) {
        return directory.resolve((nameSpace.isEmpty() ? "main" : nameSpace) + ".mv");
    }
}
