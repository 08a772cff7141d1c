package io.graft.command.internal.http;

/**
 * What a device service answered. Its bytes count against the budget until it is closed.
 *
 * @param status the HTTP status
 * @param contentType its content type, empty for none
 * @param body the whole body; nobody changes it
 * @param lease gives the bytes back
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, not compared
public record Answer(int status, String contentType, byte[] body, Runnable lease) implements AutoCloseable {

    @Override
    public void close() {
        lease.run();
    }
}
