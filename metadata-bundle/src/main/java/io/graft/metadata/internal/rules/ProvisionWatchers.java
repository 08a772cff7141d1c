package io.graft.metadata.internal.rules;

import io.graft.api.persistence.Document;
import io.graft.metadata.internal.model.DeviceProfile;
import io.graft.metadata.internal.model.ProvisionWatcher;
import io.graft.metadata.internal.model.UpdateProvisionWatcher;
import io.graft.metadata.internal.store.Entry;
import io.graft.metadata.internal.store.Records;
import io.graft.rest.ApiException;

/** Adds, changes and removes provision watchers. */
public final class ProvisionWatchers {

    private final Records<ProvisionWatcher> watchers;
    private final Records<DeviceProfile> profiles;
    private final References references;

    ProvisionWatchers(Records<ProvisionWatcher> watchers, Records<DeviceProfile> profiles, References references) {
        this.watchers = watchers;
        this.profiles = profiles;
        this.references = references;
    }

    /** Adds a provision watcher; returns its id. */
    public String add(ProvisionWatcher watcher) {
        return references.referring(() -> {
            requireProfile(watcher);
            return watchers.insert(watcher);
        });
    }

    /** Changes a provision watcher. */
    public void patch(UpdateProvisionWatcher update) {
        references.<Void>referring(() -> {
            Entry<ProvisionWatcher> old = watchers.get(update.id(), update.name());
            ProvisionWatcher changed = update.applyTo(old.value());
            if (update.discoveredDevice().profileName() != null) {
                requireProfile(changed);
            }
            watchers.replace(old, changed);
            return null;
        });
    }

    /** Removes a provision watcher. */
    public void delete(String name) {
        references.<Void>unreferenced(() -> {
            Document watcher = watchers.getDocument(name);
            if (!watchers.delete(watcher)) {
                throw ApiException.notFound("no provision watcher with name '" + name + "' found");
            }
            return null;
        });
    }

    private void requireProfile(ProvisionWatcher watcher) {
        String profile = watcher.discoveredDevice().profileName();
        if (!profile.isEmpty() && profiles.find(profile).isEmpty()) {
            throw ApiException.notFound("device profile '" + profile + "' does not exists");
        }
    }
}
