package io.graft.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of the loopback interface that nobody listens to. */
public final class FreePort {

    private static final int HIGHEST_WITH_CLUSTER_BUS = 55_000;

    private FreePort() {}

    /** A free port; below 55000, so that a port 10000 higher exists, which a Redis cluster's nodes listen to besides. */
    public static int next() {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = 20_000 + (int) (Math.random() * (HIGHEST_WITH_CLUSTER_BUS - 20_000));
            if (isFree(port) && isFree(port + 10_000)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port on the loopback interface after 1000 attempts");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (java.net.BindException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
