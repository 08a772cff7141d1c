package io.graft.itests.framework;

import io.graft.itests.bundles.BundleJar;
import io.graft.itests.bundles.MemoryProviderBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** A provider that is installed in a framework, and comes, goes and changes there. Not safe for use by many threads. */
final class Database {
    private final FrameworkGateway gateway;
    private final String provider;
    private final Path[] versions;
    private int version;
    private Bundle bundle;

    private Database(FrameworkGateway gateway, String provider, Path... versions) throws BundleException {
        this.gateway = gateway;
        this.provider = provider;
        this.versions = versions;
        this.bundle = gateway.install(versions[0]);
        bundle.start();
    }

    /** One that keeps its data in the memory server. */
    static Database inMemory(FrameworkGateway gateway, Path folder, String name) throws IOException, BundleException {
        return new Database(
                gateway,
                name,
                MemoryProviderBundle.named(name, "1.0.0").write(folder.resolve(name + "-0.jar")),
                MemoryProviderBundle.named(name, "1.0.1").write(folder.resolve(name + "-1.jar")));
    }

    /** One of the gateway's own, in the version that is built and in a later one. */
    static Database ofModule(FrameworkGateway gateway, Path folder, String name) throws IOException, BundleException {
        Path jar = EmbeddedFramework.module("persistence-" + name + "-bundle", "io.graft.persistence." + name);
        return new Database(
                gateway,
                name,
                BundleJar.copy(jar, "1.0.0", folder.resolve(name + "-0.jar")),
                BundleJar.copy(jar, "1.0.1", folder.resolve(name + "-1.jar")));
    }

    String provider() {
        return provider;
    }

    /** The version that is installed. */
    String version() {
        return "1.0." + version;
    }

    Bundle bundle() {
        return bundle;
    }

    void stopAndStart() throws BundleException {
        bundle.stop();
        bundle.start();
    }

    void update() throws BundleException, IOException {
        turn();
        try (var jar = Files.newInputStream(versions[version])) {
            bundle.update(jar);
        }
    }

    void refresh() throws InterruptedException {
        gateway.refresh(bundle);
    }

    void uninstallAndInstall() throws BundleException {
        bundle.uninstall();
        turn();
        bundle = gateway.install(versions[version]);
        bundle.start();
    }

    /** The other version is there before the one in use goes. */
    void upgrade() throws BundleException {
        Bundle before = bundle;
        turn();
        bundle = gateway.install(versions[version]);
        bundle.start();
        before.uninstall();
    }

    private void turn() {
        version = 1 - version;
    }
}
