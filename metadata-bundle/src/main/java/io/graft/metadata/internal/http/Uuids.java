package io.graft.metadata.internal.http;

import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import java.util.UUID;

/** Ids in paths. */
final class Uuids {

    private static final int LENGTH = 36;

    private Uuids() {}

    /** 400 if the text is no UUID. */
    static void require(String id) {
        try {
            if (id.length() == LENGTH) {
                UUID.fromString(id);
                return;
            }
        } catch (IllegalArgumentException e) {
            throw new ApiException(ErrorKind.CONTRACT_INVALID, "id '" + id + "' is not a uuid", e);
        }
        throw ApiException.invalid("id '" + id + "' is not a uuid");
    }
}
