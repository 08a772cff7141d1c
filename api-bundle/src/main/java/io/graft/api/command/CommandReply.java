package io.graft.api.command;

import java.util.Objects;

/**
 * What a device service answered to a read.
 *
 * @param contentType {@code application/json}, or {@code application/cbor} where a reading is binary; empty where there is
 *     no body
 * @param body EdgeX's EventResponse as it came, whose field {@code event} has the readings; empty when the event was not
 *     asked for. Not copied: nobody changes it
 */
@SuppressWarnings("ArrayRecordComponent") // an answer is passed on, not compared
public record CommandReply(String contentType, byte[] body) {

    public CommandReply {
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(body, "body");
    }

    @Override
    public String toString() {
        return "CommandReply[" + contentType + ", " + body.length + " bytes]";
    }
}
