/**
 * Commands to devices: to read them now, and to write to them. Registered by core-command, for the shell and for whatever
 * else of the gateway acts on devices.
 */
@Export
@Version("1.0.0")
package io.graft.api.command;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
