package io.graft.api.certification;

import java.time.Instant;
import java.util.Objects;

/**
 * What is known of a provider's certificate.
 *
 * @param state whether the provider is certified
 * @param detail one line for a person that says why; never empty
 * @param when when the certificate was made; null where there is none
 * @param page the path of the certificate's page on the common port; null where there is none
 */
public record CertificateStatus(State state, String detail, Instant when, String page) {

    public CertificateStatus {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(detail, "detail");
    }

    /** Whether a provider is certified. */
    public enum State {
        /** A certificate matches the installed bundle and the gateway's contract, and its verdict is good. */
        CERTIFIED,
        /** A certificate matches, and its verdict is that the provider breaks a rule, or was not checked wholly. */
        FAILED,
        /** There are certificates, but for another bundle or another contract. */
        OUTDATED,
        /** There is no certificate. */
        NONE
    }
}
