package io.graft.benchmarks.internal.api;

import io.graft.benchmarks.internal.load.RequestSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** GET requests without end, each of a path that is asked for anew. */
public record PathRequests(String host, Supplier<String> path) implements RequestSource {

    @Override
    public boolean next(ByteBuffer into) {
        into.put(("GET " + path.get() + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return true;
    }
}
