package io.graft.persistence.tck;

import java.util.Optional;
import java.util.function.Function;

/** What a check needs besides the provider. */
public enum Need {
    /** A server that can be killed and started again. */
    KILL("a server that the test can kill and start again (TestedProvider.server(), ServerControl.kill())"),
    /** A server that can be stopped from answering. */
    FREEZE("a server that the test can freeze and thaw (TestedProvider.server(), ServerControl.freeze())"),
    /** A server that can be made read-only. */
    READ_ONLY("a server that the test can make read-only (TestedProvider.server(), ServerControl.readOnly())"),
    /** A server that can run out of space. */
    FULL_DISK("a server whose space the test can use up (TestedProvider.server(), ServerControl.fullDisk())"),
    /** The provider with a password that is wrong. */
    WRONG_PASSWORD("the provider opened with a wrong password (TestedProvider.misconfigurations())"),
    /** The provider with a database that it can't use. */
    WRONG_DATABASE("the provider opened on a database that it can't use (TestedProvider.misconfigurations())"),
    /** The provider with an address where nobody listens. */
    NOBODY_LISTENING("the provider opened where nobody listens (TestedProvider.misconfigurations())"),
    /** A view of what the database holds. */
    CONTENT("a view of the database past the provider (TestedProvider.content())"),
    /** The provider's bundle as a file. */
    BUNDLE("the provider's bundle (TestedProvider.bundle())"),
    /** What the provider's bundle is installed into a framework of its own with. */
    FRAMEWORK("the provider's bundle in a framework of the test's own (BundleUnderTest.setup()): part of the provider's"
            + " build"),
    /** Memory for some copies of an event of 25 MB. */
    HEAP("a heap of 400 MB (-Xmx)");

    private static final long ENOUGH_HEAP = 400L << 20;

    private final String text;

    Need(String text) {
        this.text = text;
    }

    /** What is needed, and where it is supplied. */
    public String text() {
        return text;
    }

    /** Whether the provider's project, or the machine, supplies it. */
    public boolean met(TestedProvider provider) {
        return switch (this) {
            case KILL -> server(provider, ServerControl::kill);
            case FREEZE -> server(provider, ServerControl::freeze);
            case READ_ONLY -> server(provider, ServerControl::readOnly);
            case FULL_DISK -> server(provider, ServerControl::fullDisk);
            case WRONG_PASSWORD -> misconfigured(provider, Misconfigurations::wrongPassword);
            case WRONG_DATABASE -> misconfigured(provider, Misconfigurations::wrongDatabase);
            case NOBODY_LISTENING -> misconfigured(provider, Misconfigurations::nobodyListening);
            case CONTENT -> provider.content().isPresent();
            case BUNDLE -> provider.bundle().isPresent();
            case FRAMEWORK -> provider.bundle().flatMap(BundleUnderTest::setup).isPresent();
            case HEAP -> Runtime.getRuntime().maxMemory() >= ENOUGH_HEAP;
        };
    }

    private static boolean server(TestedProvider provider, Function<ServerControl, Optional<Fault>> fault) {
        return provider.server().flatMap(fault).isPresent();
    }

    private static boolean misconfigured(
            TestedProvider provider, Function<Misconfigurations, Optional<Misconfigurations.Misconfigured>> how) {
        return provider.misconfigurations().flatMap(how).isPresent();
    }
}
