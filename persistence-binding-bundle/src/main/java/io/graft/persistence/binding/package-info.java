/**
 * Joins a service to the store that is bound to it at the moment, so that stores come, go and change places under
 * running calls.
 */
@Export
@Version("1.0.0")
package io.graft.persistence.binding;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
