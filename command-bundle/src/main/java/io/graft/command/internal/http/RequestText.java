package io.graft.command.internal.http;

import java.nio.charset.StandardCharsets;

/** Writes requests as HTTP/1.1. */
final class RequestText {

    private RequestText() {}

    static byte[] of(BaseAddress to, DeviceClient.Call call) {
        StringBuilder head = new StringBuilder(256)
                .append(call.method())
                .append(' ')
                .append(to.path())
                .append(call.path())
                .append(" HTTP/1.1\r\n");
        header(head, "Host", to.authority());
        call.headers().forEach((name, value) -> header(head, name, value));
        byte[] body = call.json() == null ? new byte[0] : call.json();
        if (call.json() != null) {
            header(head, "Content-Type", "application/json");
            header(head, "Content-Length", Integer.toString(body.length));
        }
        byte[] text = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] message = new byte[text.length + body.length];
        System.arraycopy(text, 0, message, 0, text.length);
        System.arraycopy(body, 0, message, text.length, body.length);
        return message;
    }

    /** What a client has chosen may have any character; those that would end the line or the header are left out. */
    private static void header(StringBuilder head, String name, String value) {
        head.append(name).append(": ");
        value.chars().filter(c -> c >= ' ' && c != 0x7f && c <= 0xff).forEach(c -> head.append((char) c));
        head.append("\r\n");
    }
}
