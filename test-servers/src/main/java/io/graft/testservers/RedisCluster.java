package io.graft.testservers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Redis cluster of three nodes without replicas, each with a third of the slots. Not thread-safe. */
public final class RedisCluster implements AutoCloseable {

    private static final int NODES = 3;
    private static final int SLOTS = 16_384;
    private static final Duration FORMED = Duration.ofSeconds(30);

    private final List<RedisServer> nodes = new ArrayList<>();

    private RedisCluster() {}

    /**
     * Starts the nodes, joins them, and returns when the cluster takes commands.
     *
     * @throws MissingServerException if redis-server does not run on this machine
     */
    public static RedisCluster start(RedisOptions options) {
        RedisCluster cluster = new RedisCluster();
        try {
            for (int node = 0; node < NODES; node++) {
                RedisOptions clustered = options.with("--cluster-enabled", "yes", "--cluster-node-timeout", "2000");
                cluster.nodes.add(
                        RedisServer.start(options.tls() ? clustered.with("--tls-cluster", "yes") : clustered));
            }
            cluster.join();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    public List<RedisServer> nodes() {
        return List.copyOf(nodes);
    }

    /** Host and port of each node, separated by commas. */
    public String hosts() {
        return nodes.stream().map(node -> node.host() + ":" + node.port()).collect(Collectors.joining(","));
    }

    private void join() {
        for (int node = 0; node < NODES; node++) {
            List<String> command = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
            IntStream.range(SLOTS * node / NODES, SLOTS * (node + 1) / NODES)
                    .mapToObj(Integer::toString)
                    .forEach(command::add);
            nodes.get(node).command(command.toArray(String[]::new));
        }
        RedisServer first = nodes.get(0);
        for (RedisServer other : nodes.subList(1, NODES)) {
            other.command("CLUSTER", "MEET", first.host(), Integer.toString(first.port()));
        }
        long deadline = System.nanoTime() + FORMED.toNanos();
        while (!nodes.stream().allMatch(RedisCluster::isReady)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the cluster did not form: " + first.command("CLUSTER", "INFO"));
            }
            Thread.onSpinWait();
        }
    }

    private static boolean isReady(RedisServer node) {
        String info = node.command("CLUSTER", "INFO");
        return info.contains("cluster_state:ok")
                && info.contains("cluster_slots_ok:" + SLOTS)
                && info.contains("cluster_known_nodes:" + NODES);
    }

    @Override
    public void close() {
        nodes.forEach(RedisServer::close);
    }
}
