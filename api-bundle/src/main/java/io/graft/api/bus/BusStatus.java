package io.graft.api.bus;

import java.util.List;

/**
 * How a bus is at a moment. Figures count from the provider's start.
 *
 * @param connected whether messages can be exchanged
 * @param endpoint the broker, without credentials, e.g. {@code tcp://127.0.0.1:1883}
 * @param detail one line for people: since when, or why not
 * @param clients how many others are connected, or -1 if the bus can't know
 * @param published messages that the gateway has published and the bus has taken
 * @param received messages that the gateway has received
 * @param dropped messages at most once that were given up because their receiver was too slow
 * @param rejected messages and connections that the bus has refused
 * @param subscriptions the gateway's own
 */
public record BusStatus(
        boolean connected,
        String endpoint,
        String detail,
        int clients,
        long published,
        long received,
        long dropped,
        long rejected,
        List<Subscribed> subscriptions) {

    public BusStatus {
        subscriptions = List.copyOf(subscriptions);
    }

    /**
     * A subscription of the gateway.
     *
     * @param name its name
     * @param filters its filters
     * @param qos its quality
     * @param durable whether messages are kept while nobody listens
     * @param delivered messages delivered since it was opened
     * @param open deliveries not acknowledged yet
     */
    public record Subscribed(String name, List<String> filters, Qos qos, boolean durable, long delivered, int open) {

        public Subscribed {
            filters = List.copyOf(filters);
        }
    }
}
