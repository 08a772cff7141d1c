package io.graft.persistence.tck.simulated;

import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.Page;
import java.util.Optional;

/** A collection behind a simulated server. */
final class ServedCollection extends ForwardingCollection {

    private final SimulatedServer server;

    ServedCollection(DocumentCollection sound, SimulatedServer server) {
        super(sound);
        this.server = server;
    }

    @Override
    public Document insert(Document document) {
        server.call(true);
        return super.insert(document);
    }

    @Override
    public Document replace(Document document, long ifRevision) {
        server.call(true);
        return super.replace(document, ifRevision);
    }

    @Override
    public boolean delete(String id) {
        server.call(true);
        return super.delete(id);
    }

    @Override
    public Optional<Document> get(String id) {
        server.call(false);
        return super.get(id);
    }

    @Override
    public Optional<Document> get(String uniqueField, String value) {
        server.call(false);
        return super.get(uniqueField, value);
    }

    @Override
    public Page<Document> find(DocumentQuery query) {
        server.call(false);
        return super.find(query);
    }

    @Override
    public long count(DocumentQuery query) {
        server.call(false);
        return super.count(query);
    }
}
