package io.graft.itests.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A gateway driven as a user drives it: the unpacked archive, {@code bin/graft}, HTTP. Paths have spaces on purpose. */
final class GatewayProcess implements AutoCloseable {
    private static final Duration COMMAND_TIMEOUT = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Map<String, Integer> ports = new TreeMap<>();
    private final Path distribution;
    private final Path home;

    /** What a command said and how it ended. */
    record Result(int status, String output) {}

    private GatewayProcess(Path distribution, Path home) {
        this.distribution = distribution;
        this.home = home;
    }

    /** Unpacks the archive and gives every port of its settings a free one. */
    static GatewayProcess unpack(String name) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory(Path.of(System.getProperty("graft.work")), "it " + name + " ");
        run(work, Map.of(), List.of("tar", "-xzf", System.getProperty("graft.distribution"), "-C", work.toString()));
        Path distribution;
        try (var unpacked = Files.list(work)) {
            distribution = unpacked.findFirst().orElseThrow();
        }
        GatewayProcess gateway = new GatewayProcess(distribution, work.resolve("a home"));
        gateway.port("http", "org.apache.felix.http.cfg", "org.osgi.service.http.port");
        gateway.port("shell", "org.apache.karaf.shell.cfg", "sshPort");
        gateway.port("core-data", "io.graft.coredata.cfg", "port");
        gateway.port("core-metadata", "io.graft.metadata.cfg", "port");
        gateway.port("core-command", "io.graft.command.cfg", "port");
        gateway.port("core-keeper", "io.graft.keeper.cfg", "port");
        gateway.port("bus", "io.graft.bus.broker.cfg", "port");
        gateway.port("device-host", "io.graft.device.host.cfg", "port");
        for (String of : new String[] {"metadata", "data"}) {
            setting(
                    distribution.resolve("etc/io.graft.device.host.cfg"),
                    of + ".url",
                    "http://127.0.0.1:" + gateway.ports.get("core-" + of));
        }
        return gateway;
    }

    private void port(String service, String file, String key) throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        ports.put(service, free);
        setting(distribution.resolve("etc").resolve(file), key, Integer.toString(free));
    }

    static void setting(Path file, String key, String value) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.removeIf(line -> line.matches("#? ?" + key.replace(".", "\\.") + " *=.*"));
        lines.add(key + " = " + value);
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        Files.write(part, lines);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    Path home() {
        return home;
    }

    Path etc(String file) {
        return home.resolve("etc").resolve(file);
    }

    Map<String, Integer> ports() {
        return ports;
    }

    Result graft(String... arguments) throws IOException, InterruptedException {
        return graft(Map.of(), arguments);
    }

    Result graft(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("sh", distribution.resolve("bin/graft").toString()));
        command.addAll(List.of(arguments));
        Map<String, String> all = new TreeMap<>(environment);
        all.putIfAbsent("GRAFT_HOME", home.toString());
        all.putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
        return run(distribution, all, command);
    }

    void start() throws IOException, InterruptedException {
        Result result = graft("start");
        if (result.status() != 0) {
            throw new AssertionError("graft start: " + result.output() + "\n" + log());
        }
    }

    long pid() throws IOException {
        return Long.parseLong(Files.readString(home.resolve("data/run/pid")).strip());
    }

    String log() throws IOException {
        Path log = home.resolve("data/log/graft.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    HttpResponse<String> get(String service, String path) throws IOException, InterruptedException {
        return send(request(service, path).GET());
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String service, String path, String json) throws IOException, InterruptedException {
        return send(request(service, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpRequest.Builder request(String service, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.get(service) + path))
                .timeout(Duration.ofSeconds(20));
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    @Override
    public void close() throws IOException {
        try {
            graft("stop");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Result run(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("graft", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(COMMAND_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end: " + Files.readString(output));
            }
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }
}
