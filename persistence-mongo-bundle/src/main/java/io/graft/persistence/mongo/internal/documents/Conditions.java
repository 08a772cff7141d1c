package io.graft.persistence.mongo.internal.documents;

import com.mongodb.client.model.Filters;
import io.graft.api.persistence.CollectionSpec;
import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentQuery;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.api.persistence.InvalidQueryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bson.conversions.Bson;

/** Checks documents and queries against a specification, and says conditions in the words of MongoDB. */
final class Conditions {

    private final CollectionSpec spec;

    Conditions(CollectionSpec spec) {
        this.spec = spec;
    }

    Bson filter(DocumentQuery query) {
        query.sort().ifPresent(sort -> require(spec.numbers().contains(sort.field()), "a number field", sort.field()));
        List<Bson> filters = new ArrayList<>();
        for (Condition condition : query.conditions()) {
            filters.add(filter(condition));
        }
        return filters.isEmpty() ? Filters.empty() : Filters.and(filters);
    }

    private Bson filter(Condition condition) {
        if (condition instanceof Condition.Between between) {
            require(spec.numbers().contains(between.field()), "a number field", between.field());
            String field = Fields.number(between.field());
            return Filters.and(Filters.gte(field, between.from()), Filters.lte(field, between.to()));
        }
        String field = textField(condition.field());
        if (condition instanceof Condition.Equal equal) {
            return Filters.eq(field, equal.value());
        }
        if (condition instanceof Condition.AnyOf any) {
            return Filters.in(field, any.values());
        }
        Set<String> values = ((Condition.AllOf) condition).values();
        return values.isEmpty() ? Filters.empty() : Filters.all(field, values);
    }

    String uniqueField(String field) {
        require(spec.unique().contains(field), "a unique field", field);
        return Fields.unique(field);
    }

    private String textField(String field) {
        boolean unique = spec.unique().contains(field);
        require(unique || spec.indexed().contains(field), "a text field", field);
        return unique ? Fields.unique(field) : Fields.text(field);
    }

    void require(Document document) {
        document.texts().forEach((field, values) -> {
            textField(field);
            if (spec.unique().contains(field) && values.size() > 1) {
                throw new InvalidQueryException(
                        "field " + field + " of " + spec.name() + " is unique and has " + values.size() + " values");
            }
        });
        document.numbers().keySet().forEach(field -> require(spec.numbers().contains(field), "a number field", field));
    }

    private void require(boolean met, String what, String field) {
        if (!met) {
            throw new InvalidQueryException("'" + Objects.requireNonNull(field, "field") + "' is not " + what + " of "
                    + spec.name() + "; it has the unique fields " + spec.unique() + ", the indexed fields "
                    + spec.indexed() + " and the number fields " + spec.numbers());
        }
    }
}
