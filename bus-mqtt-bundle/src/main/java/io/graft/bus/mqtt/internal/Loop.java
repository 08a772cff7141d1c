package io.graft.bus.mqtt.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that serves all connections and their timers. It gives away the channel of a connection, which the client
 * keeps to itself.
 */
final class Loop extends MultiThreadIoEventLoopGroup {

    private static final long QUIET_MILLIS = 10;
    private static final long CLOSE_MILLIS = 2_000;

    Loop(String name) {
        super(1, factory(name), NioIoHandler.newFactory());
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... unused) {
        return new Watched(this, executor, handlers);
    }

    /** Opens a connection, in this loop's thread, and returns its channel; empty if it was not even begun. */
    Optional<Channel> opening(Runnable connect) {
        return ((Watched) next()).opening(connect);
    }

    /** Ends the thread, and what is still connected. */
    void end() {
        // Without a quiet period the thread can end before its selector lets go of the closed connections.
        shutdownGracefully(QUIET_MILLIS, CLOSE_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(2 * CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static ThreadFactory factory(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            thread.setContextClassLoader(Loop.class.getClassLoader());
            return thread;
        };
    }

    private static final class Watched extends SingleThreadIoEventLoop {

        private Channel registered;

        Watched(Loop parent, Executor executor, IoHandlerFactory handlers) {
            super(parent, executor, handlers);
        }

        Optional<Channel> opening(Runnable connect) {
            registered = null;
            connect.run();
            Channel opened = registered;
            registered = null;
            return Optional.ofNullable(opened);
        }

        @Override
        public ChannelFuture register(Channel channel) {
            registered = channel;
            return super.register(channel);
        }
    }
}
