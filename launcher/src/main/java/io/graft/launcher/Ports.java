package io.graft.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The ports that the gateway's settings name.
 *
 * @param http the common server: every service under its prefix, and the web console
 * @param shell the shell over SSH
 * @param services those of single services
 */
record Ports(Port http, Port shell, List<Port> services) {
    private static final String HTTP = "org.apache.felix.http.cfg";
    private static final String SHELL = "org.apache.karaf.shell.cfg";
    private static final String LOOPBACK = "127.0.0.1";

    static Ports of(Path etc) throws IOException, Refusal {
        Settings http = Settings.read(etc, HTTP);
        Settings shell = Settings.read(etc, SHELL);
        String host = Settings.read(etc, "io.graft.rest.cfg").text("host", LOOPBACK);
        List<Port> services = new ArrayList<>();
        add(services, etc, host, "core-data", "io.graft.coredata.cfg", 59880);
        add(services, etc, host, "core-metadata", "io.graft.metadata.cfg", 59881);
        add(services, etc, host, "core-command", "io.graft.command.cfg", 59882);
        add(services, etc, host, "core-keeper", "io.graft.keeper.cfg", 59890);
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
                        "sshPort in etc/" + SHELL),
                List.copyOf(services));
    }

    private static void add(List<Port> services, Path etc, String host, String name, String file, int otherwise)
            throws IOException, Refusal {
        int number = Settings.read(etc, file).number("port", otherwise);
        if (number != 0) { // 0: on the common server only
            services.add(new Port(name, host, number, "port in etc/" + file));
        }
    }

    List<Port> all() {
        List<Port> all = new ArrayList<>(services);
        all.add(http);
        all.add(shell);
        return all;
    }
}
