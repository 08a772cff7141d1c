package io.graft.metadata.internal.http;

import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.api.persistence.Page;
import io.graft.metadata.internal.Settings;
import io.graft.metadata.internal.store.Kind;
import io.graft.metadata.internal.store.Records;
import io.graft.rest.Paging;
import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.Response.JsonBody;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers lists: a page of the selection and how many there are in all. */
final class Lists {

    /** Items as they are stored. */
    static final Function<Document, JsonBody> AS_STORED = document -> out -> out.writeRawValue(document.body());

    private final Supplier<Settings> settings;

    Lists(Supplier<Settings> settings) {
        this.settings = settings;
    }

    /** The window that a request asks for. */
    Paging paging(Request request) {
        return Paging.of(request, settings.get().maxResultCount());
    }

    /** Those with all labels of the query parameter {@code labels}; all if there are none. */
    Response labelled(Request request, Records<?> records, String key, Function<Document, JsonBody> view) {
        Set<String> labels = labels(request);
        List<Condition> conditions = labels.isEmpty() ? List.of() : List.of(new Condition.AllOf(Kind.LABEL, labels));
        return selected(request, records, key, view, conditions);
    }

    /** Those that meet all conditions. */
    Response selected(
            Request request,
            Records<?> records,
            String key,
            Function<Document, JsonBody> view,
            List<Condition> conditions) {
        Paging paging = paging(request);
        return page(records.page(paging.offset(), paging.limit(), conditions), paging, key, view);
    }

    /** A page that has been found; each item is looked at before the answer begins, so that failures can be answered. */
    Response page(Page<Document> page, Paging paging, String key, Function<Document, JsonBody> view) {
        long total = page.total().orElse(0);
        paging.check(total);
        List<JsonBody> items = page.items().stream().map(view).toList();
        return Response.envelope(200, out -> {
            out.writeNumberField("totalCount", total);
            out.writeArrayFieldStart(key);
            for (JsonBody item : items) {
                item.write(out);
            }
            out.writeEndArray();
        });
    }

    static Set<String> labels(Request request) {
        Set<String> labels = new LinkedHashSet<>(
                List.of(request.queryParam("labels").orElse("").split(",")));
        labels.remove("");
        return labels;
    }
}
