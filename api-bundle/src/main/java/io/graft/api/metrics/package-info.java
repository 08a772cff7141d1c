/**
 * How bundles of the gateway publish figures. {@code /metrics} shows them in Prometheus' text format.
 */
@Export
@Version("1.0.0")
package io.graft.api.metrics;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
