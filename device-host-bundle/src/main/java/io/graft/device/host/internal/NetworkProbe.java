package io.graft.device.host.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * What goes over the network: all interfaces but loopback, which counts only where there is no other. Rates are those
 * since the measurement before, of the interfaces that were there then.
 */
final class NetworkProbe implements Probe {

    private static final String LOOPBACK = "lo";
    private static final int SENT_BYTES = 8;
    private static final int SENT_PACKETS = 9;

    private final TextFiles proc;
    private final LongSupplier nanoTime;
    private Map<String, Counters> last = Map.of();
    private long lastNanos;

    private record Counters(long received, long packetsReceived, long sent, long packetsSent) {

        /** False after a counter has wrapped round, or an interface of this name was made anew. */
        boolean follows(Counters before) {
            return received >= before.received
                    && packetsReceived >= before.packetsReceived
                    && sent >= before.sent
                    && packetsSent >= before.packetsSent;
        }
    }

    /**
     * @param proc the files of {@code /proc}
     * @param nanoTime a clock in nanoseconds that never steps
     */
    NetworkProbe(TextFiles proc, LongSupplier nanoTime) {
        this.proc = proc;
        this.nanoTime = nanoTime;
    }

    @Override
    public void measure(Sample sample) {
        Map<String, Counters> now = read();
        long nanos = nanoTime.getAsLong();
        if (!now.isEmpty()) {
            sample.put(HostResource.NETWORK_RECEIVED, sum(now, Counters::received));
            sample.put(HostResource.NETWORK_SENT, sum(now, Counters::sent));
            sample.put(HostResource.NETWORK_PACKETS_RECEIVED, sum(now, Counters::packetsReceived));
            sample.put(HostResource.NETWORK_PACKETS_SENT, sum(now, Counters::packetsSent));
            rates(sample, now, (nanos - lastNanos) / 1e9);
        }
        last = now;
        lastNanos = nanos;
    }

    private void rates(Sample sample, Map<String, Counters> now, double seconds) {
        Map<String, Counters> before = new HashMap<>(last);
        before.keySet().retainAll(now.keySet());
        boolean comparable = !before.isEmpty()
                && seconds > 0
                && before.entrySet().stream()
                        .allMatch(each -> now.get(each.getKey()).follows(each.getValue()));
        if (!comparable) {
            return;
        }
        Map<String, Counters> after = new HashMap<>(now);
        after.keySet().retainAll(before.keySet());
        sample.put(HostResource.NETWORK_RECEIVE_RATE, rate(before, after, Counters::received, seconds));
        sample.put(HostResource.NETWORK_SEND_RATE, rate(before, after, Counters::sent, seconds));
        sample.put(HostResource.NETWORK_PACKET_RECEIVE_RATE, rate(before, after, Counters::packetsReceived, seconds));
        sample.put(HostResource.NETWORK_PACKET_SEND_RATE, rate(before, after, Counters::packetsSent, seconds));
    }

    private Map<String, Counters> read() {
        Map<String, Counters> interfaces = new HashMap<>();
        for (String line : proc.lines("net/dev")) {
            int colon = line.indexOf(':');
            String[] words = TextFiles.words(line.substring(colon + 1));
            Counters counters = new Counters(
                    TextFiles.number(words, 0),
                    TextFiles.number(words, 1),
                    TextFiles.number(words, SENT_BYTES),
                    TextFiles.number(words, SENT_PACKETS));
            if (colon > 0 && counters.follows(new Counters(0, 0, 0, 0))) {
                interfaces.put(line.substring(0, colon).strip(), counters);
            }
        }
        if (interfaces.size() > 1) {
            interfaces.remove(LOOPBACK);
        }
        return interfaces;
    }

    private static double rate(
            Map<String, Counters> before, Map<String, Counters> after, ToLongFunction<Counters> of, double seconds) {
        return (sum(after, of) - sum(before, of)) / seconds;
    }

    private static long sum(Map<String, Counters> interfaces, ToLongFunction<Counters> of) {
        return interfaces.values().stream().mapToLong(of).sum();
    }
}
