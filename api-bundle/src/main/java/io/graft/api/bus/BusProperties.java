package io.graft.api.bus;

/** Names of the properties with which a {@link MessageBus} is registered. */
public final class BusProperties {

    /** The provider's name, by which the gateway is bound to it, e.g. {@code broker}. */
    public static final String PROVIDER = "bus.provider";

    /** The version of the provider's bundle. */
    public static final String VERSION = "bus.version";

    private BusProperties() {}
}
