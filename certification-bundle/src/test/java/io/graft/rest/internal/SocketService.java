package io.graft.rest.internal;

import io.graft.rest.RestService;

/** A service behind the gateway's real dispatcher, over sockets. */
public final class SocketService implements AutoCloseable {

    private final TestGateway gateway;

    /** Serves a service. */
    public SocketService(RestService service) {
        try {
            gateway = new TestGateway(TestGateway.SETTINGS, service);
        } catch (Exception e) {
            throw new IllegalStateException("the server did not start", e);
        }
    }

    /** Where it answers. */
    public int port() {
        return gateway.port();
    }

    @Override
    public void close() {
        gateway.close();
    }
}
