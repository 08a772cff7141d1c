/**
 * Events and readings as the services and the persistence providers exchange them: immutable records, safe to share
 * between threads.
 *
 * <p>Free-form JSON (tags, object values, unknown fields) travels as {@link io.graft.api.model.JsonText}, unparsed, so
 * that it comes back byte for byte and costs nothing where nobody looks into it.
 */
@Export
@Version("1.0.0")
package io.graft.api.model;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
