package io.graft.api.persistence;

import java.util.Set;
import java.util.UUID;

/**
 * What an append did.
 *
 * @param duplicates the ids of the batch that were stored already, or occurred earlier in the batch, and so were not
 *     stored again; empty when everything was new
 */
public record AppendResult(Set<UUID> duplicates) {

    /** Everything was new. */
    public static final AppendResult ALL_NEW = new AppendResult(Set.of());

    public AppendResult {
        duplicates = Set.copyOf(duplicates);
    }
}
