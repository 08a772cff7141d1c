package io.graft.certification.internal;

import io.graft.api.persistence.ScratchSpaces;
import io.graft.persistence.tck.BundleUnderTest;
import io.graft.persistence.tck.TestedProvider;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An installed provider as the checks want it. Nothing can be done to its server, and it can't be installed once more.
 *
 * @param spaces its service
 * @param jar the jar of its bundle, if it can be had
 * @param release gives the service back
 */
record GatewayProvider(String name, String version, ScratchSpaces spaces, Optional<Path> jar, Runnable release)
        implements TestedProvider {

    @Override
    public Optional<BundleUnderTest> bundle() {
        return jar.map(file -> new BundleUnderTest(file, Optional.empty()));
    }

    @Override
    public void close() {
        release.run();
    }
}
