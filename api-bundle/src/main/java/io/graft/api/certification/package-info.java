/**
 * What the gateway knows of the certificates of its databases' providers. The service is optional: without it nothing is
 * known.
 */
@Export
@Version("1.0.0")
package io.graft.api.certification;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
