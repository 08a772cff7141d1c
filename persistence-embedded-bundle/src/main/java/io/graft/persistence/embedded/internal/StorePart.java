package io.graft.persistence.embedded.internal;

import io.graft.log.disk.Disk;
import java.io.IOException;

/**
 * One of the two stores of the provider.
 *
 * @param name its part of the directory
 * @param service the interface under which it is registered, which the opened store implements
 * @param opener opens it
 */
record StorePart(String name, Class<?> service, Opener opener) {

    /** Opens a store on its files. */
    interface Opener {
        ProvidedStore open(Disk disk) throws IOException;
    }
}
