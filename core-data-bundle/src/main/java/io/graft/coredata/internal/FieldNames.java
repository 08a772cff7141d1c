package io.graft.coredata.internal;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Finds the fields of an object by their JSON names, in any case as EdgeX's clients expect. */
final class FieldNames<F extends Enum<F>> {

    private final Map<String, F> byName = new HashMap<>();

    FieldNames(Class<F> fields, Function<F, String> jsonName) {
        for (F field : fields.getEnumConstants()) {
            String name = jsonName.apply(field);
            byName.put(name, field);
            byName.put(name.toLowerCase(Locale.ROOT), field);
        }
    }

    /** The field with this name, or null. */
    F find(String name) {
        F exact = byName.get(name);
        return exact != null ? exact : byName.get(name.toLowerCase(Locale.ROOT));
    }
}
