package io.graft.shell.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The words behind {@code graft:command}.
 *
 * @param device the first
 * @param command the second
 * @param values {@code name=value}, to be written
 * @param query {@code ds-name=value}, parameters of a read
 * @param json whether {@code --json} was among them
 */
record CommandLineWords(
        Optional<String> device,
        Optional<String> command,
        Map<String, String> values,
        Map<String, String> query,
        boolean json) {

    /** @throws IllegalArgumentException if a word behind the second is no name with a value */
    static CommandLineWords of(List<String> words) {
        List<String> plain = new ArrayList<>(words);
        boolean json = plain.removeIf("--json"::equals);
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, String> query = new LinkedHashMap<>();
        for (String word : plain.subList(Math.min(2, plain.size()), plain.size())) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + word + "' is not name=value");
            }
            String name = word.substring(0, equals);
            Map<String, String> named = name.startsWith("ds-") ? query : values;
            if (named.put(name, word.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("'" + name + "' is given twice");
            }
        }
        return new CommandLineWords(at(plain, 0), at(plain, 1), values, query, json);
    }

    private static Optional<String> at(List<String> words, int index) {
        return index < words.size() ? Optional.of(words.get(index)) : Optional.empty();
    }
}
