package io.graft.rest.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.EnumSet;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A TCP port of one service, which Jetty takes over once it is bound. */
final class OwnPort implements ConnectorFactory {

    /** The request attribute that names the service whose port a request came through. */
    static final String OWNER = "io.graft.rest.owner";

    private static final int BACKLOG = 1024;
    private static final int HEADER_BYTES = 16 * 1024;

    /** Bytes a second below which a client is cut off, since its answer holds a thread. */
    private static final long SLOWEST_READER = 1024;

    /**
     * Names in paths may hold any character, an escaped slash too: the router splits the path before it decodes, and
     * refuses itself what can't be decoded.
     */
    private static final UriCompliance ANY_PATH =
            UriCompliance.from(EnumSet.complementOf(EnumSet.of(UriCompliance.Violation.USER_INFO)));

    /** Marks the ports that are ours. */
    static final class OwnConnector extends ServerConnector {

        /** Its selector accepts, so that a port costs one thread. */
        private OwnConnector(Server server, HttpConnectionFactory http) {
            super(server, 0, 1, http);
        }
    }

    private final String service;
    private final InetSocketAddress address;
    private final RestSettings settings;
    private ServerSocketChannel bound;

    OwnPort(String service, InetSocketAddress address, RestSettings settings) {
        this.service = service;
        this.address = address;
        this.settings = settings;
    }

    /** Binds the port, before Jetty is told of it: Jetty's own complaint would name neither service nor setting. */
    synchronized void bind() throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, BACKLOG);
            bound = channel;
        } finally {
            if (bound != channel) {
                channel.close();
            }
        }
    }

    /** Lets the port go, if Jetty has not taken it. */
    synchronized void release() throws IOException {
        if (bound != null) {
            bound.close();
            bound = null;
        }
    }

    /** Called by the HTTP server, again after each of its restarts. */
    @Override
    public synchronized Connector createConnector(Server server) {
        ServerConnector connector = new OwnConnector(server, http());
        connector.setName(service);
        connector.setHost(address.getHostString());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(settings.idleTimeout().toMillis());
        connector.setAcceptQueueSize(BACKLOG);
        connector.addBean(new NetworkConnectionLimit(settings.maxConnections(), connector));
        try {
            if (bound == null) {
                bind();
            }
            connector.open(bound);
            bound = null;
            PlainErrors.install(server);
            return connector;
        } catch (IOException e) {
            throw new IllegalStateException("port " + address + " of " + service + " can't be taken again", e);
        }
    }

    private HttpConnectionFactory http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setMinResponseDataRate(SLOWEST_READER);
        http.setUriCompliance(ANY_PATH);
        http.addCustomizer((request, headers) -> {
            request.setAttribute(OWNER, service);
            return request;
        });
        return new HttpConnectionFactory(http);
    }
}
