package io.graft.launcher;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.main.Main;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;

/** The OSGi framework in this process. */
final class Framework {
    private static final long STOP_SECONDS = 30;

    private final Main karaf = new Main(new String[0]);

    Framework(Home home) {
        set("karaf.home", home.runtime());
        set("karaf.base", home.root());
        set("karaf.etc", home.etc());
        set("karaf.data", home.data());
        set("karaf.log", home.log());
        set("karaf.instances", home.run());
        System.setProperty("karaf.startLocalConsole", "false");
        System.setProperty("karaf.startRemoteShell", "true");
        System.setProperty("karaf.handle.sigterm", "false"); // the process ends through its shutdown hook
    }

    private static void set(String property, Path folder) {
        System.setProperty(property, folder.toString());
    }

    void start() throws Refusal {
        try {
            karaf.launch();
        } catch (Exception e) {
            throw new Refusal("The framework does not start: " + e, e);
        }
    }

    /** Whether it is starting or up. */
    boolean runs() {
        int state = karaf.getFramework().getState();
        return state == Bundle.STARTING || state == Bundle.ACTIVE;
    }

    BundleContext context() {
        return karaf.getFramework().getBundleContext();
    }

    /** Waits until something in the framework has stopped it. */
    void awaitStop() throws InterruptedException {
        karaf.getFramework().waitForStop(0);
    }

    /** Stops every bundle, in a bounded time; false if some did not end in it. */
    boolean stop() throws InterruptedException {
        org.osgi.framework.launch.Framework framework = karaf.getFramework();
        if (framework == null || framework.getState() == Bundle.RESOLVED || framework.getState() == Bundle.INSTALLED) {
            return true;
        }
        try {
            framework.stop();
        } catch (BundleException e) {
            System.err.println("The framework does not stop: " + e.getMessage());
            return false;
        }
        return framework.waitForStop(TimeUnit.SECONDS.toMillis(STOP_SECONDS)).getType() != FrameworkEvent.WAIT_TIMEDOUT;
    }
}
