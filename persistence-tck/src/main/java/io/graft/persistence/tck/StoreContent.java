package io.graft.persistence.tck;

import java.util.Set;

/** What a database holds, seen past the provider. */
@FunctionalInterface
public interface StoreContent {

    /**
     * The names of what is there now: keys, collections, tables, files; of scratch spaces and of all else.
     *
     * @throws Exception if it can't be seen
     */
    Set<String> names() throws Exception;
}
