package io.graft.bus.broker.internal.mqtt;

import io.graft.bus.broker.internal.BrokerSettings.Limits;
import io.graft.bus.broker.internal.BrokerSettings.Listening;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;

/** The open port, and the connections that came through it. */
public final class Listener implements AutoCloseable {

    private static final int BACKLOG = 256;
    /** Beyond the payload: topic, properties. */
    private static final int PACKET_MORE = 256 << 10;

    /** What large packets need at most while they come, all together; a single one may have more. */
    private static final long LARGE_BYTES = 64L << 20;

    private static final int CLIENT_ID_MOST = 1_024;
    private static final long CLOSE_MILLIS = 2_000;

    private final Channel server;
    private final ChannelGroup channels;

    private Listener(Channel server, ChannelGroup channels) {
        this.server = server;
        this.channels = channels;
    }

    /**
     * Opens the port.
     *
     * @throws IOException if it is taken, or the key store can't be used
     */
    public static Listener open(Listening listening, Hub hub, EventLoopGroup threads, ByteBufAllocator buffers)
            throws IOException {
        SslContext tls = listening.tls() ? tls(listening) : null;
        ChannelGroup channels = new DefaultChannelGroup(threads.next(), true);
        Frames.Budget large = new Frames.Budget(LARGE_BYTES);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.ALLOCATOR, buffers)
                .childOption(ChannelOption.ALLOCATOR, buffers)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        Limits limits = hub.settings().get().limits();
                        if (channels.size() >= 2 * limits.connections()) {
                            hub.counters().rejected().increment();
                            var unused = channel.close();
                            return;
                        }
                        channels.add(channel);
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
                        channel.pipeline()
                                .addLast(new Frames(packetBytes(limits), large))
                                .addLast(new MqttDecoder(Integer.MAX_VALUE, CLIENT_ID_MOST))
                                .addLast(MqttEncoder.INSTANCE)
                                .addLast(new Connection(hub));
                    }
                });
        var bound = bootstrap
                .bind(new InetSocketAddress(listening.host(), listening.port()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(bound.cause().getMessage(), bound.cause());
        }
        return new Listener(bound.channel(), channels);
    }

    /** How large a packet may be. */
    static int packetBytes(Limits limits) {
        return limits.messageBytes() + PACKET_MORE;
    }

    private static SslContext tls(Listening listening) throws IOException {
        char[] password = listening.keystorePassword().toCharArray();
        try (InputStream file = Files.newInputStream(Path.of(listening.keystore()))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(file, password);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            return SslContextBuilder.forServer(keys)
                    .sslProvider(SslProvider.JDK)
                    .build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException("the key store " + listening.keystore() + " can't be used: " + e.getMessage(), e);
        }
    }

    /** The port that is open. */
    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Takes nobody any more, and reads nothing more. */
    public void stopReading() {
        server.close().awaitUninterruptibly(CLOSE_MILLIS);
        channels.forEach(channel -> channel.config().setAutoRead(false));
    }

    /** Ends what is left of the connections. */
    @Override
    public void close() {
        server.close().awaitUninterruptibly(CLOSE_MILLIS);
        channels.close().awaitUninterruptibly(CLOSE_MILLIS);
    }
}
