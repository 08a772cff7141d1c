/**
 * What a device service in Java is made of. Its author writes one DS component, a {@link
 * io.graft.device.sdk.DeviceDriver}, which says what the service is and how values are read and written; the SDK registers
 * the service, its profiles and its devices at core-metadata, follows what is changed there, reads at the intervals of
 * the devices' automatic events, publishes events, and answers commands and validations by REST and by the message bus.
 *
 * <p>All types are EdgeX's, as far as a driver needs them. Records are immutable.
 */
@Export
@Version("1.0.0")
package io.graft.device.sdk;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
