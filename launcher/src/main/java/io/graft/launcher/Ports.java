package io.graft.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The ports that the gateway's settings name. */
record Ports(Port http, Port shell) {
    private static final String HTTP = "org.apache.felix.http.cfg";
    private static final String SHELL = "org.apache.karaf.shell.cfg";
    private static final String LOOPBACK = "127.0.0.1";

    static Ports of(Path etc) throws IOException, Refusal {
        Settings http = Settings.read(etc, HTTP);
        Settings shell = Settings.read(etc, SHELL);
        return new Ports(
                new Port(
                        "REST and web console",
                        http.text("org.apache.felix.http.host", LOOPBACK),
                        http.number("org.osgi.service.http.port", 8080),
                        "org.osgi.service.http.port in etc/" + HTTP),
                new Port(
                        "the shell",
                        shell.text("sshHost", LOOPBACK),
                        shell.number("sshPort", 8101),
                        "sshPort in etc/" + SHELL));
    }

    List<Port> all() {
        return List.of(http, shell);
    }
}
