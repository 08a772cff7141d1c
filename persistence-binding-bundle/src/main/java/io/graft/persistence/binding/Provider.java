package io.graft.persistence.binding;

import io.graft.api.certification.CertificateStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A persistence provider that is installed. Two instances, or two versions side by side, are two of them.
 *
 * @param name its name, by which services are bound to it
 * @param version its version, or its bundle's while it has no store
 * @param bundle the bundle that brings it
 * @param stores the kinds of stores that it serves now; empty while it can't serve
 * @param certifiable whether it opens scratch spaces, in which it can be certified
 * @param health what its health check says
 * @param boundBy the names of the services that are bound to it, each with the reference, e.g. {@code core-data events}
 * @param certificate what is known of its certificate; empty where nobody keeps certificates
 */
public record Provider(
        String name,
        String version,
        BundleInfo bundle,
        Set<StoreKind> stores,
        boolean certifiable,
        Health health,
        List<String> boundBy,
        Optional<CertificateStatus> certificate) {

    /** A bundle: its id in the framework, symbolic name and version. */
    public record BundleInfo(long id, String symbolicName, String version) {}

    /**
     * The result of a health check.
     *
     * @param status {@code OK}, {@code WARN}, {@code TEMPORARILY_UNAVAILABLE}, {@code CRITICAL},
     *     {@code HEALTH_CHECK_ERROR}; {@code UNKNOWN} if the provider has no health check
     * @param message what it says; may be empty
     */
    public record Health(String status, String message) {

        /** Whether the provider can be used as it is. */
        public boolean ok() {
            return status.equals("OK") || status.equals("WARN");
        }
    }

    public Provider {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(bundle, "bundle");
        stores = Set.copyOf(stores);
        Objects.requireNonNull(health, "health");
        boundBy = List.copyOf(boundBy);
        Objects.requireNonNull(certificate, "certificate");
    }
}
