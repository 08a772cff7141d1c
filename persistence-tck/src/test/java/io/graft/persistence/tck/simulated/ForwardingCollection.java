package io.graft.persistence.tck.simulated;

import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentCollection;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.Page;
import java.util.Optional;

/** Does what another collection does. */
class ForwardingCollection implements DocumentCollection {

    final DocumentCollection sound;

    ForwardingCollection(DocumentCollection sound) {
        this.sound = sound;
    }

    @Override
    public Document insert(Document document) {
        return sound.insert(document);
    }

    @Override
    public Document replace(Document document, long ifRevision) {
        return sound.replace(document, ifRevision);
    }

    @Override
    public boolean delete(String id) {
        return sound.delete(id);
    }

    @Override
    public Optional<Document> get(String id) {
        return sound.get(id);
    }

    @Override
    public Optional<Document> get(String uniqueField, String value) {
        return sound.get(uniqueField, value);
    }

    @Override
    public Page<Document> find(DocumentQuery query) {
        return sound.find(query);
    }

    @Override
    public long count(DocumentQuery query) {
        return sound.count(query);
    }
}
