/**
 * What other services learn from core-metadata about devices without going through REST.
 */
@Export
@Version("1.1.0")
package io.graft.api.metadata;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
