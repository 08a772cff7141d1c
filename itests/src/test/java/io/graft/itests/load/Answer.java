package io.graft.itests.load;

/**
 * What a client was answered.
 *
 * @param request method and path
 * @param status 0 if there was no answer
 * @param retryAfter whether the answer says when to try again
 * @param spooled whether the answer says that some acknowledged events are not in it yet
 * @param body the text, or why there is none
 */
public record Answer(String request, int status, boolean retryAfter, boolean spooled, String body) {

    /** Whether the gateway has asked to try again later, or says that the database is full. */
    public boolean later() {
        return (status == 503 && retryAfter) || status == 507;
    }

    @Override
    public String toString() {
        return request + ": " + status + (retryAfter ? " with Retry-After" : "") + " " + body;
    }
}
