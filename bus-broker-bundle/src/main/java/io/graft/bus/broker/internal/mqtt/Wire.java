package io.graft.bus.broker.internal.mqtt;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;

/** Sends without looking back: what goes wrong ends the connection, which its handler hears of. */
final class Wire {

    private Wire() {}

    static void write(ChannelHandlerContext context, Object packet) {
        var unused = context.write(packet, context.voidPromise());
    }

    static void send(ChannelHandlerContext context, Object packet) {
        var unused = context.writeAndFlush(packet, context.voidPromise());
    }

    static void sendLast(ChannelHandlerContext context, Object packet) {
        var unused = context.writeAndFlush(packet).addListener(ChannelFutureListener.CLOSE);
    }

    static void close(ChannelHandlerContext context) {
        var unused = context.close();
    }
}
