package io.graft.api.certification;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Says whether providers are certified: whether there is a certificate for exactly the bundle that is installed (by its
 * jar's SHA-256) and exactly the version of the persistence contract that the gateway has. Safe for use by many
 * threads.
 */
@ProviderType
public interface Certificates {

    /**
     * What is known of a provider. Takes some milliseconds: certificates are read anew each time.
     *
     * @param provider the provider's name, as in its service property {@code persistence.provider}
     * @return never null; {@link CertificateStatus.State#NONE} for a provider that is not installed
     */
    CertificateStatus of(String provider);
}
