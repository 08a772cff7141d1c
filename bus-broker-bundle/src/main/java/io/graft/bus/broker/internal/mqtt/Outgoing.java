package io.graft.bus.broker.internal.mqtt;

import io.graft.bus.broker.internal.Counters;
import io.netty.channel.ChannelHandlerContext;

/** Sends what waits for a client, as long as its connection takes it. Belongs to the connection's thread. */
final class Outgoing {

    private final Connection connection;
    private final ChannelHandlerContext context;
    private final Session session;
    private final Client client;
    private final Counters counters;

    Outgoing(Connection connection, ChannelHandlerContext context, Session session, Client client, Counters counters) {
        this.connection = connection;
        this.context = context;
        this.session = session;
        this.client = client;
        this.counters = counters;
    }

    void send() {
        boolean any = false;
        while (context.channel().isWritable()) {
            Outbound next = session.next(connection, client.receiveMaximum());
            if (next == null) {
                break;
            }
            if (Packets.size(next.publication) > client.maximumPacketSize()) {
                session.acknowledged(next.packetId);
                counters.dropped().increment();
            } else {
                Wire.write(context, Packets.publish(next, client.version5()));
                any = true;
            }
        }
        if (any) {
            context.flush();
        }
    }
}
