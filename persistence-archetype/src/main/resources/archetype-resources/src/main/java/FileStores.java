package ${package};

import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.EventStore;
import io.graft.persistence.support.OpenStores;
import org.apache.felix.hc.api.FormattingResultLog;

/** Both stores in one file. */
final class FileStores implements OpenStores {

    private static final long LITTLE_SPACE = 256L << 20;

    private final StoreFile file;
    private final EventStore events;
    private final DocumentStore documents;

    FileStores(StoreFile file) {
        this.file = file;
        this.events = new FileEventStore(file);
        this.documents = new FileDocumentStore(file);
    }

    @Override
    public EventStore events() {
        return events;
    }

    @Override
    public DocumentStore documents() {
        return documents;
    }

    @Override
    public String server() {
        return "the file " + file.path() + ", forced to disk with every change";
    }

    @Override
    public void check(FormattingResultLog log) {
        file.failure().ifPresent(why -> log.critical("The last change failed: {}", why));
        long space = file.path().toFile().getUsableSpace();
        if (space < LITTLE_SPACE) {
            log.warn("Only {} MiB are left on the disk of {}.", space >> 20, file.path());
        } else {
            log.info("{} MiB are left on the disk of {}.", space >> 20, file.path());
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
