package io.graft.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** A settings file below etc, as the framework will read it. */
record Settings(String file, Properties values) {

    /** The settings of a file; none if it isn't there. */
    static Settings read(Path etc, String file) throws IOException {
        Properties values = new Properties();
        Path path = etc.resolve(file);
        if (Files.exists(path)) {
            try (Reader reader = Files.newBufferedReader(path)) {
                values.load(reader);
            } catch (IllegalArgumentException e) {
                throw new IOException("etc/" + file + " is malformed: " + e.getMessage(), e);
            }
        }
        return new Settings(file, values);
    }

    String text(String key, String otherwise) {
        String value = values.getProperty(key, "").strip();
        return value.isEmpty() ? otherwise : value;
    }

    /** A number; the default also where the value is made at run time from the environment. */
    int number(String key, int otherwise) throws Refusal {
        String value = text(key, Integer.toString(otherwise));
        if (value.startsWith("$[")) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new Refusal("etc/" + file + ": " + key + " is '" + value + "', which is no number: correct it.", e);
        }
    }
}
