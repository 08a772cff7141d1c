package io.graft.launcher;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Leaves out the colours that the shell writes also to programs; closing it only flushes. */
final class PlainOutput extends FilterOutputStream {
    private static final int ESCAPE = 0x1b;

    private enum State {
        TEXT,
        ESCAPED,
        CONTROL
    }

    private State state = State.TEXT;

    PlainOutput(OutputStream to) {
        super(to);
    }

    @Override
    public void write(int octet) throws IOException {
        switch (state) {
            case TEXT -> {
                if (octet == ESCAPE) {
                    state = State.ESCAPED;
                } else {
                    out.write(octet);
                }
            }
            case ESCAPED -> state = octet == '[' ? State.CONTROL : State.TEXT;
            case CONTROL -> {
                if (octet >= '@' && octet <= '~') {
                    state = State.TEXT;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
