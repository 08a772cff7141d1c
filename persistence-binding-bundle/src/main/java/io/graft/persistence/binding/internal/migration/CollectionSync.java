package io.graft.persistence.binding.internal.migration;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.ConflictException;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentStore;
import io.graft.api.persistence.DuplicateKeyException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one collection of the target equal to the source's, and reads it back. Used by one thread. */
final class CollectionSync {

    private static final Logger LOG = LoggerFactory.getLogger(CollectionSync.class);
    private static final int ATTEMPTS = 4;
    private static final String ID = "id";

    /** A document that the target has. */
    private record Known(String digest, long revision) {}

    private final CollectionSpec spec;
    private final Work work;
    private final DocumentWalk source;
    private final DocumentWalk target;
    private final String targetName;
    private final Extras extras;

    CollectionSync(
            CollectionSpec spec,
            Work work,
            Endpoint<DocumentStore> source,
            Endpoint<DocumentStore> target,
            Extras extras) {
        this.spec = spec;
        this.work = work;
        this.source = new DocumentWalk(work.insistence(), source, spec);
        this.target = new DocumentWalk(work.insistence(), target, spec);
        this.targetName = target.provider();
        this.extras = extras;
    }

    /**
     * Compares both, puts right what differs, and reads it back. While the source is changed, what is written may be
     * overtaken; so only when it stands still a difference that stays is the target's fault.
     *
     * @param pace slows it down
     * @param history whether this is the first time that these documents are looked at
     * @param still whether nobody changes the source
     * @return how many documents had to be put right
     * @throws RefusedException if the target has what must not be there, or does not give back what it was given
     */
    long sync(Pace pace, boolean history, boolean still) {
        long changed = 0;
        Map<String, Known> there = targets();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Map<String, String> wanted = new HashMap<>();
            long written = write(there, wanted, pace, history && attempt == 0);
            changed += written;
            if (written > 0) {
                there = targets();
            }
            if (written == 0 || holds(there, wanted)) {
                work.meter().verified(attempt > 0);
                return changed;
            }
        }
        if (still) {
            throw new RefusedException("provider " + targetName + " does not give back the documents of " + spec.name()
                    + " as they were written, after " + ATTEMPTS + " attempts. Check the provider with graft:certify "
                    + targetName);
        }
        return changed;
    }

    /** @param wanted takes the digests of all documents of the source, by id */
    private long write(Map<String, Known> there, Map<String, String> wanted, Pace pace, boolean history) {
        Map<String, Known> unknown = new HashMap<>(there);
        long[] written = new long[1];
        source.pages(page -> {
            for (Document document : page) {
                String digest = DocumentDigest.of(document);
                wanted.put(document.id(), digest);
                Known known = unknown.remove(document.id());
                if (known == null || !known.digest().equals(digest)) {
                    put(document, known);
                    written[0]++;
                }
            }
            work.meter().moved(page.size(), history);
            pace.did(page.size());
        });
        return written[0] + remove(unknown);
    }

    private boolean holds(Map<String, Known> there, Map<String, String> wanted) {
        return (extras.stay() || there.size() == wanted.size())
                && wanted.entrySet().stream().allMatch(entry -> {
                    Known known = there.get(entry.getKey());
                    return known != null && known.digest().equals(entry.getValue());
                });
    }

    private Map<String, Known> targets() {
        Map<String, Known> there = new HashMap<>();
        target.pages(page -> {
            for (Document document : page) {
                there.put(document.id(), new Known(DocumentDigest.of(document), document.revision()));
            }
        });
        return there;
    }

    private long remove(Map<String, Known> unknown) {
        if (extras.stay()) {
            return 0;
        }
        for (String id : unknown.keySet()) {
            refuse(id, "which is not among the service's own");
            target.call(documents -> documents.delete(id));
        }
        return unknown.size();
    }

    /** What fails here shows when the collection is compared again. */
    private void put(Document document, Known known) {
        if (known != null) {
            refuse(document.id(), "with another content than the service's own");
        }
        try {
            target.call(documents ->
                    known == null ? documents.insert(document) : documents.replace(document, known.revision()));
        } catch (ConflictException answeredLate) {
            LOG.debug("{} of {} was changed by a call that was given up", document.id(), spec.name(), answeredLate);
        } catch (DuplicateKeyException e) {
            if (!e.field().equals(ID)) {
                release(e, document);
                put(document, known);
            }
        }
    }

    /** The value belongs to another document now: that one comes later, or is too much. */
    private void release(DuplicateKeyException taken, Document by) {
        Optional<Document> holder = target.call(documents -> documents.get(taken.field(), taken.value()));
        if (holder.isPresent()) {
            String id = holder.get().id();
            boolean sources = source.call(documents -> documents.get(id)).isPresent();
            if (!sources && extras.stay()) {
                throw new RefusedException("provider " + targetName + " holds another document of " + spec.name()
                        + " with " + taken.field() + " '" + taken.value() + "', id " + id
                        + "; the service's own has id "
                        + by.id() + ". Delete one of them, or start again with replace instead of merge");
            }
            refuse(id, "which has the " + taken.field() + " '" + taken.value() + "' of one of the service's own");
            target.call(documents -> documents.delete(id));
        }
    }

    private void refuse(String id, String how) {
        if (extras.refused()) {
            throw new RefusedException("provider " + targetName + " holds other documents of " + spec.name()
                    + " already, e.g. id " + id + ", " + how + ". Nothing was removed there. Start again and say what"
                    + " shall become of them: merge keeps them beside the service's, replace removes them");
        }
    }
}
