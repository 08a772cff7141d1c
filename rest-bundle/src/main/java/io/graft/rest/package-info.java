/**
 * What every REST service of the gateway shares. A service registers a {@link io.graft.rest.RestService} and is served
 * on its own port and under its name as path prefix on the gateway's common port; the common endpoints ({@code ping},
 * {@code version}, {@code config}, {@code secret}, health, metrics, OpenAPI) come with it.
 *
 * <p>A handler takes a {@link io.graft.rest.Request} and gives a {@link io.graft.rest.Response}, or throws an
 * {@link io.graft.rest.ApiException} or one of the persistence contract's exceptions; both become EdgeX's error
 * envelope with the matching status. Anything else that is thrown is a defect: it is logged with the correlation id and
 * answered with 500 and no detail.
 */
@Export
@Version("1.0.0")
package io.graft.rest;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
