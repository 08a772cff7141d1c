package io.graft.certification.internal;

import io.graft.api.persistence.ScratchSpaces;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/**
 * A provider that can be certified now.
 *
 * @param name the provider's name
 * @param version the provider's version, or its bundle's
 * @param bundle the bundle that brings it
 * @param spaces where it can be checked
 */
record Installed(String name, String version, Bundle bundle, ServiceReference<ScratchSpaces> spaces) {}
