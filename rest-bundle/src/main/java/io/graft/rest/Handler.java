package io.graft.rest;

import java.io.IOException;

/** Answers the requests of one route; called by many threads at once. */
@FunctionalInterface
public interface Handler {

    /**
     * Answers a request.
     *
     * @throws ApiException if the request can't be granted
     * @throws io.graft.api.persistence.StoreException if the store can't
     * @throws IOException if the client's body can't be read
     */
    Response handle(Request request) throws IOException;
}
