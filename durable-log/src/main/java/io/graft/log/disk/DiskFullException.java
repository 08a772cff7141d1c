package io.graft.log.disk;

import java.io.IOException;

/** There is no space left for a write; part of it may have been done. */
public class DiskFullException extends IOException {

    private static final long serialVersionUID = 1L;

    public DiskFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
