package io.graft.rest.internal.json;

import io.graft.rest.ApiException;

/**
 * Makes sure that JSON is UTF-8 all through, with no half of a surrogate pair, escaped or not: such a text could be
 * stored but never be written again.
 */
final class Utf8Check {

    private final byte[] bytes;
    private final int start;
    private final int end;
    private int at;

    private Utf8Check(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.at = start;
    }

    /**
     * Checks a whole body, which is a part of an array.
     *
     * @throws ApiException 400 that names the first wrong byte
     */
    static void check(byte[] bytes, int start, int length) {
        boolean marked = length >= 3
                && bytes[start] == (byte) 0xEF
                && bytes[start + 1] == (byte) 0xBB
                && bytes[start + 2] == (byte) 0xBF;
        if (marked) {
            throw ApiException.invalid("the body begins with a byte order mark; send JSON as UTF-8 without one");
        }
        new Utf8Check(bytes, start, start + length).run();
    }

    private void run() {
        while (at < end) {
            byte b = bytes[at];
            if (b == 0) {
                throw invalid("a zero byte");
            } else if (b == '\\') {
                escape();
            } else if (b >= 0) {
                at++;
            } else {
                multiByte(b & 0xFF);
            }
        }
    }

    private void escape() {
        int unit = codeUnit(at);
        if (unit < 0) {
            // Another escape, or one that the parser refuses.
            at += 2;
        } else if (unit < 0xD800 || unit > 0xDFFF) {
            at += 6;
        } else {
            int low = codeUnit(at + 6);
            if (unit > 0xDBFF || low < 0xDC00 || low > 0xDFFF) {
                throw invalid("half of a surrogate pair");
            }
            at += 12;
        }
    }

    /** The UTF-16 unit of an escape like {@code \ u 0 0 4 1} at an index, or -1. */
    private int codeUnit(int index) {
        if (index + 6 > end || bytes[index] != '\\' || bytes[index + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = index + 2; i < index + 6; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private void multiByte(int lead) {
        int length;
        int min;
        if (lead >= 0xC2 && lead <= 0xDF) {
            length = 2;
            min = 0x80;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            length = 3;
            min = 0x800;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            length = 4;
            min = 0x10000;
        } else {
            throw invalid("a byte that is no UTF-8");
        }
        if (at + length > end) {
            throw invalid("a character cut short");
        }
        int point = lead & (0x7F >> length);
        for (int i = 1; i < length; i++) {
            int b = bytes[at + i];
            if ((b & 0xC0) != 0x80) {
                throw invalid("a byte that is no UTF-8");
            }
            point = point << 6 | (b & 0x3F);
        }
        if (point < min || point > Character.MAX_CODE_POINT || (point >= 0xD800 && point <= 0xDFFF)) {
            throw invalid("bytes that are no UTF-8");
        }
        at += length;
    }

    private ApiException invalid(String what) {
        return ApiException.invalid("malformed JSON: " + what + " at byte " + (at - start));
    }
}
