package io.graft.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;

/**
 * A port that the gateway will listen on.
 *
 * @param service who listens there
 * @param host the address it is bound to
 * @param number the port
 * @param setting file and key that say so
 */
record Port(String service, String host, int number, String setting) {

    private static final int CONNECT_TIMEOUT_MS = 2_000;

    void checkFree() throws Refusal {
        if (number < 1 || number > 65535) {
            throw new Refusal("The port of " + service + " is " + number + " (" + setting + "): set it to 1 to 65535.");
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(host), number));
        } catch (UnknownHostException e) {
            throw new Refusal(
                    "The address of " + service + " is " + host + ", which is unknown: correct it (" + setting + ").",
                    e);
        } catch (IOException e) {
            throw new Refusal(
                    "Port " + number + " on " + host + " for " + service + " can't be used (" + e.getMessage()
                            + "): stop the program that has it, or choose another port (" + setting + ").",
                    e);
        }
    }

    /** Whether somebody listens there. */
    boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(localHost()), number), CONNECT_TIMEOUT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The host to connect to from this machine. */
    String localHost() {
        return host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    }

    /** The address to connect to from this machine. */
    String address() {
        return localHost() + ":" + number;
    }
}
