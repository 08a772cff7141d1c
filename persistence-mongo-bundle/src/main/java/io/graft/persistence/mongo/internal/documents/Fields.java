package io.graft.persistence.mongo.internal.documents;

/** What fields are called in MongoDB, where some characters of a name would mean something. */
final class Fields {

    static final String ID = "_id";
    static final String REVISION = "revision";
    static final String UNIQUE = "unique";
    static final String TEXTS = "texts";
    static final String NUMBERS = "numbers";
    static final String BODY = "body";
    static final String STORED = "stored";

    private Fields() {}

    static String unique(String field) {
        return UNIQUE + "." + escaped(field);
    }

    static String text(String field) {
        return TEXTS + "." + escaped(field);
    }

    static String number(String field) {
        return NUMBERS + "." + escaped(field);
    }

    static String escaped(String field) {
        if (field.isEmpty()) {
            return "%";
        }
        StringBuilder escaped = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '%' || c == '.' || c == '$' || c == '\0') {
                escaped.append(String.format("%%%02x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    static String unescaped(String stored) {
        if (stored.equals("%")) {
            return "";
        }
        StringBuilder field = new StringBuilder(stored.length());
        for (int i = 0; i < stored.length(); i++) {
            char c = stored.charAt(i);
            if (c == '%') {
                c = (char) Integer.parseInt(stored.substring(i + 1, i + 3), 16);
                i += 2;
            }
            field.append(c);
        }
        return field.toString();
    }
}
