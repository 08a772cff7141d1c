package io.graft.benchmarks.internal.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** A gateway of the run's own: a fresh home, free loopback ports, and nothing left behind when it is closed. */
public final class OwnGateway implements AutoCloseable {

    /** Where the embedded store keeps events and documents, below the home. */
    public static final String STORE = "data/store";

    private static final int TRIES = 60;
    private static final String SHIPPED = "distribution/target/assembly/etc";

    private final Path root;
    private final Path home;
    private final InetSocketAddress data;
    private final InetSocketAddress metadata;
    private final InetSocketAddress console;
    private final InetSocketAddress broker;
    private final boolean keep;
    private final AtomicBoolean closed = new AtomicBoolean();

    private OwnGateway(Path root, Path home, List<InetSocketAddress> ports, boolean keep) {
        this.root = root;
        this.home = home;
        this.data = ports.get(0);
        this.metadata = ports.get(1);
        this.console = ports.get(2);
        this.broker = ports.get(5);
        this.keep = keep;
    }

    /**
     * Makes the home of a gateway without starting it.
     *
     * @param root the project's folder, where {@code graft} is and the distribution was built
     * @param parent where the home is made, on the file system to be measured
     * @param keep whether the home stays when the gateway is closed
     */
    public static OwnGateway prepare(Path root, Path parent, boolean keep) throws IOException {
        Files.createDirectories(parent);
        Path home = Files.createTempDirectory(parent.toRealPath(), "home-");
        List<InetSocketAddress> ports = freePorts(7);
        OwnGateway gateway = new OwnGateway(root, home, ports, keep);
        gateway.set("org.apache.felix.http.cfg", Map.of("org.osgi.service.http.port", port(ports.get(2))));
        gateway.set("org.apache.karaf.shell.cfg", Map.of("sshPort", port(ports.get(3))));
        gateway.set("io.graft.coredata.cfg", Map.of("port", port(ports.get(0))));
        gateway.set("io.graft.metadata.cfg", Map.of("port", port(ports.get(1))));
        gateway.set("io.graft.keeper.cfg", Map.of("port", port(ports.get(4))));
        gateway.set("io.graft.bus.broker.cfg", Map.of("port", port(ports.get(5))));
        gateway.set("io.graft.command.cfg", Map.of("port", port(ports.get(6))));
        return gateway;
    }

    public InetSocketAddress data() {
        return data;
    }

    public InetSocketAddress metadata() {
        return metadata;
    }

    /** Where health and metrics of the whole gateway are. */
    public InetSocketAddress console() {
        return console;
    }

    /** Where its MQTT broker listens. */
    public InetSocketAddress broker() {
        return broker;
    }

    public Path home() {
        return home;
    }

    /** Starts it, and returns when it says that it serves. */
    public void start() throws IOException, InterruptedException {
        graft("start");
    }

    public void stop() throws IOException, InterruptedException {
        graft("stop");
    }

    /** Ends its process at once ({@code kill -9}); returns when it has ended. */
    public void kill() throws IOException {
        ProcessHandle process = ProcessHandle.of(process().pid())
                .orElseThrow(() -> new IOException("the gateway does not run, so it can't be killed"));
        process.destroyForcibly();
        process.onExit().join();
    }

    /** The gateway's Java process. */
    public ProcessView process() throws IOException {
        return new ProcessView(
                Long.parseLong(Files.readString(home.resolve("data/run/pid")).strip()));
    }

    /** Bytes that a folder below the home takes from the disk. */
    public long diskBytes(String folder) throws IOException, InterruptedException {
        String answer =
                Commands.run(Map.of(), List.of("du", "-sk", home.resolve(folder).toString()));
        return Long.parseLong(answer.split("\\s")[0]) * 1024;
    }

    /** Runs the JDK's diagnostic command on the gateway. */
    public String jcmd(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(Long.toString(process().pid()));
        command.addAll(List.of(arguments));
        return Commands.run(Map.of(), command);
    }

    /** Runs a command in its shell; gives back what it printed. */
    public String shell(String command) throws IOException, InterruptedException {
        return Commands.run(
                Map.of("GRAFT_HOME", home.toString()),
                List.of(root.resolve("graft").toString(), "shell", command));
    }

    /** Runs a command in its shell again and again, a minute at most, until what it needs is there. */
    public String shellUntilItSucceeds(String command) throws IOException, InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                return shell(command);
            } catch (IOException e) {
                if (tries == TRIES) {
                    throw e;
                }
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    /** Installs and starts a bundle that a module of the project has built. */
    public void install(String module, String bundle) throws IOException, InterruptedException {
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(root.resolve(module).resolve("target"), bundle + "-*.jar")) {
            for (Path jar : jars) {
                shell("bundle:install -s " + jar.toUri());
                return;
            }
        }
        throw new IOException(module + " is not built: run 'mvn -DskipTests package' first");
    }

    /** Stops it and removes its home; a second call does nothing. */
    @Override
    public void close() throws IOException {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!keep) {
                delete(home);
            }
        }
    }

    private void graft(String what) throws IOException, InterruptedException {
        Commands.run(
                Map.of("GRAFT_HOME", home.toString()),
                List.of(root.resolve("graft").toString(), what));
    }

    /** Lays a settings file into the home: the distribution's own, with some values changed. */
    public void set(String file, Map<String, String> values) throws IOException {
        Path shipped = root.resolve(SHIPPED).resolve(file);
        List<String> lines = new ArrayList<>();
        if (Files.exists(shipped)) {
            for (String line : Files.readAllLines(shipped)) {
                String key = line.split("[=\\s]", 2)[0];
                if (!values.containsKey(key)) {
                    lines.add(line);
                }
            }
        }
        values.forEach((key, value) -> lines.add(key + " = " + value));
        Path etc = Files.createDirectories(home.resolve("etc"));
        Files.write(etc.resolve(file), lines);
    }

    private static List<InetSocketAddress> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            List<InetSocketAddress> ports = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
                ports.add(new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort()));
            }
            return ports;
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    private static String port(InetSocketAddress address) {
        return Integer.toString(address.getPort());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
