package ${package};

import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.api.persistence.InvalidQueryException;

/** Refuses what a collection's specification does not allow. */
final class Fields {

    private Fields() {}

    static void require(CollectionSpec spec, Document document) {
        document.texts().forEach((field, values) -> {
            requireText(spec, field);
            if (values.size() > 1 && spec.unique().contains(field)) {
                throw new InvalidQueryException("unique field '" + field + "' of " + spec.name() + " has "
                        + values.size() + " values; it takes one");
            }
        });
        document.numbers().keySet().forEach(field -> requireNumber(spec, field));
    }

    static void require(CollectionSpec spec, DocumentQuery query) {
        for (Condition condition : query.conditions()) {
            if (condition instanceof Condition.Between) {
                requireNumber(spec, condition.field());
            } else {
                requireText(spec, condition.field());
            }
        }
        query.sort().ifPresent(sort -> requireNumber(spec, sort.field()));
    }

    private static void requireText(CollectionSpec spec, String field) {
        if (!spec.unique().contains(field) && !spec.indexed().contains(field)) {
            throw new InvalidQueryException("'" + field + "' is not a text field of " + spec.name() + "; these are: "
                    + spec.unique() + " and " + spec.indexed());
        }
    }

    private static void requireNumber(CollectionSpec spec, String field) {
        if (!spec.numbers().contains(field)) {
            throw new InvalidQueryException(
                    "'" + field + "' is not a number field of " + spec.name() + "; these are: " + spec.numbers());
        }
    }
}
