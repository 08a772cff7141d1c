package io.graft.rest.internal;

import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;

/**
 * Reads bodies whole, within bounds of size, memory and time. A body that is not there yet holds a thread while it
 * arrives, so only a part of the threads may wait for bodies at once.
 */
final class BodyReader {

    /** Bodies up to this size need no room in the budget: the number of requests bounds them. */
    private static final int SMALL = 64 * 1024;

    private static final byte[] EMPTY = {};

    private final BodyBudget budget;
    private final Semaphore waitingReaders;
    private final long graceNanos;
    private final long rate;

    BodyReader(RestSettings settings) {
        this.budget = new BodyBudget(settings.bodyBudget(), settings.bodyWait().toNanos());
        this.waitingReaders = new Semaphore(Math.max(1, settings.maxRequests() * 2 / 3));
        this.graceNanos = settings.uploadGrace().toNanos();
        this.rate = settings.uploadRate();
    }

    /** A body with the room it takes in the budget. */
    final class Body {

        private byte[] bytes = EMPTY;
        private int taken;

        byte[] bytes() {
            return bytes;
        }

        void release() {
            if (taken > 0) {
                budget.giveBack(taken);
                taken = 0;
            }
        }

        private void grow(long capacity) {
            if (capacity > SMALL) {
                int before = taken;
                taken = budget.take(capacity, before);
                bytes = Arrays.copyOf(bytes, (int) capacity);
                budget.giveBack(before);
            } else {
                bytes = Arrays.copyOf(bytes, (int) capacity);
            }
        }
    }

    /**
     * Reads a body.
     *
     * @throws ApiException 413, 408, 503, or 400 if the client stops in the middle
     */
    Body read(HttpServletRequest request, long maxBytes) throws IOException {
        long declared = request.getContentLengthLong();
        if (declared > maxBytes) {
            throw tooLarge(maxBytes);
        }
        Body body = new Body();
        if (declared == 0) {
            return body;
        }
        boolean done = false;
        try {
            fill(body, request.getInputStream(), declared, maxBytes);
            done = true;
            return body;
        } finally {
            if (!done) {
                body.release();
            }
        }
    }

    private void fill(Body body, ServletInputStream in, long declared, long maxBytes) throws IOException {
        long start = System.nanoTime();
        int length = 0;
        body.grow(declared > 0 ? Math.min(declared, SMALL) : Math.min(maxBytes, 4096));
        while (length != declared) {
            if (length == body.bytes.length) {
                if (declared < 0 && length >= maxBytes) {
                    if (read(in, new byte[1], 0) >= 0) {
                        throw tooLarge(maxBytes);
                    }
                    return;
                }
                body.grow(Math.min(declared > 0 ? declared : maxBytes, 2L * length));
            }
            int read = read(in, body.bytes, length);
            if (read < 0) {
                break;
            }
            length += read;
            checkTime(start, length);
        }
        if (declared > 0 && length < declared) {
            throw ApiException.invalid("the body ends after " + length + " of " + declared + " bytes");
        }
        if (length < body.bytes.length) {
            body.bytes = Arrays.copyOf(body.bytes, length);
        }
    }

    private int read(ServletInputStream in, byte[] target, int from) throws IOException {
        boolean waits = in.available() == 0;
        if (waits && !waitingReaders.tryAcquire()) {
            throw new ApiException(
                    ErrorKind.SERVICE_UNAVAILABLE, "too many uploads are under way; try again in a moment");
        }
        try {
            return in.read(target, from, target.length - from);
        } catch (IOException e) {
            throw explain(e);
        } finally {
            if (waits) {
                waitingReaders.release();
            }
        }
    }

    private void checkTime(long start, int length) {
        long nanos = System.nanoTime() - start;
        if (nanos > graceNanos && (nanos - graceNanos) / 1_000_000_000.0 * rate > length) {
            throw tooSlow();
        }
    }

    private static ApiException explain(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return tooSlow();
            }
        }
        return new ApiException(ErrorKind.CONTRACT_INVALID, "the body could not be read to its end", failure);
    }

    private static ApiException tooSlow() {
        return new ApiException(ErrorKind.REQUEST_TIMEOUT, "the body arrives too slowly");
    }

    private static ApiException tooLarge(long maxBytes) {
        return new ApiException(
                ErrorKind.LIMIT_EXCEEDED, "request body is larger than " + maxBytes + " bytes, the limit");
    }
}
