package io.graft.persistence.redis.internal.documents;

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.api.persistence.InvalidQueryException;

/** Which fields a collection has, and what they can be used for. */
record FieldRules(CollectionSpec spec) {

    private static final int LONGEST_NAME = 1_000;

    FieldRules {
        spec.unique().forEach(FieldRules::requireShort);
        spec.indexed().forEach(FieldRules::requireShort);
        spec.numbers().forEach(FieldRules::requireShort);
    }

    void check(Document document) {
        document.texts().forEach((field, values) -> {
            require(isText(field), "a text field", field);
            if (spec.unique().contains(field) && values.size() > 1) {
                throw new InvalidQueryException("field '" + field + "' of " + spec.name() + " is unique and has "
                        + values.size() + " values; give it one");
            }
        });
        document.numbers().keySet().forEach(field -> require(isNumber(field), "a number field", field));
    }

    void check(DocumentQuery query) {
        for (Condition condition : query.conditions()) {
            if (condition instanceof Condition.Between) {
                require(isNumber(condition.field()), "a number field", condition.field());
            } else {
                require(isText(condition.field()), "a text field", condition.field());
            }
        }
        query.sort().ifPresent(sort -> require(isNumber(sort.field()), "a number field", sort.field()));
    }

    void checkUnique(String field) {
        require(spec.unique().contains(field), "a unique field", field);
    }

    private boolean isText(String field) {
        return spec.unique().contains(field) || spec.indexed().contains(field);
    }

    private boolean isNumber(String field) {
        return spec.numbers().contains(field);
    }

    private void require(boolean met, String what, String field) {
        if (!met) {
            throw new InvalidQueryException("'" + field + "' is not " + what + " of " + spec.name()
                    + "; it has the unique fields " + spec.unique() + ", the indexed fields " + spec.indexed()
                    + " and the number fields " + spec.numbers());
        }
    }

    private static void requireShort(String field) {
        if (field.length() > LONGEST_NAME) {
            throw new InvalidQueryException(
                    "the name of a field has " + field.length() + " characters; " + LONGEST_NAME + " are possible");
        }
    }
}
