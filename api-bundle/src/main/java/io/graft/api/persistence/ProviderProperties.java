package io.graft.api.persistence;

/** Names of the service properties with which a provider registers its stores. */
public final class ProviderProperties {

    /**
     * The provider's name, a String: lower-case letters, digits and dashes, e.g. {@code embedded}, {@code redis}. Two
     * instances of one provider have two names.
     */
    public static final String PROVIDER = "persistence.provider";

    /** The provider's version, a String, as in its bundle's manifest. */
    public static final String VERSION = "persistence.version";

    /**
     * What the provider can do beyond the contract, a String[] of names that later versions of this package define;
     * absent or empty for none.
     */
    public static final String CAPABILITIES = "persistence.capabilities";

    private ProviderProperties() {}
}
