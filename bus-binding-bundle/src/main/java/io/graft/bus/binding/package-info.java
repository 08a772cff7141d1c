/**
 * The message bus for services: one {@link io.graft.bus.binding.Bus}, whichever provider is bound or none, with EdgeX's
 * envelopes, topics, requests and telemetry.
 */
@Export
@Version("1.0.0")
package io.graft.bus.binding;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
