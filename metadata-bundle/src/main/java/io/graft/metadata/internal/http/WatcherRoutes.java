package io.graft.metadata.internal.http;

import io.graft.api.persistence.Document;
import io.graft.api.persistence.DocumentQuery.Condition;
import io.graft.metadata.internal.model.ItemRequest.AddProvisionWatcherRequest;
import io.graft.metadata.internal.model.ItemRequest.UpdateProvisionWatcherRequest;
import io.graft.metadata.internal.model.ProvisionWatcher;
import io.graft.metadata.internal.rules.ProvisionWatchers;
import io.graft.metadata.internal.store.Kind;
import io.graft.metadata.internal.store.Records;
import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.Routes;
import java.util.List;

/** The routes of provision watchers. */
final class WatcherRoutes {

    private final ProvisionWatchers watchers;
    private final Records<ProvisionWatcher> records;
    private final Items items;
    private final Lists lists;

    WatcherRoutes(ProvisionWatchers watchers, Records<ProvisionWatcher> records, Items items, Lists lists) {
        this.watchers = watchers;
        this.records = records;
        this.items = items;
        this.lists = lists;
    }

    void addTo(Routes.Builder routes) {
        routes.post(
                        "/provisionwatcher",
                        "Adds provision watchers.",
                        request -> items.add(
                                request,
                                AddProvisionWatcherRequest[].class,
                                item -> watchers.add(item.provisionWatcher())))
                .patch(
                        "/provisionwatcher",
                        "Changes provision watchers.",
                        request -> items.change(
                                request,
                                UpdateProvisionWatcherRequest[].class,
                                item -> watchers.patch(item.provisionWatcher())))
                .get(
                        "/provisionwatcher/all",
                        "Lists provision watchers, by labels.",
                        request -> lists.labelled(request, records, "provisionWatchers", Lists.AS_STORED))
                .get("/provisionwatcher/name/{name}", "A provision watcher by its name.", this::one)
                .delete("/provisionwatcher/name/{name}", "Removes a provision watcher.", this::delete)
                .get(
                        "/provisionwatcher/service/name/{name}",
                        "Lists the provision watchers of a device service.",
                        request -> listBy(request, Kind.SERVICE))
                .get(
                        "/provisionwatcher/profile/name/{name}",
                        "Lists the provision watchers of a profile.",
                        request -> listBy(request, Kind.PROFILE));
    }

    private Response one(Request request) {
        Document document = records.getDocument(request.pathParam("name"));
        return Response.envelope(200, out -> {
            out.writeFieldName("provisionWatcher");
            out.writeRawValue(document.body());
        });
    }

    private Response delete(Request request) {
        watchers.delete(request.pathParam("name"));
        return Response.envelope(200);
    }

    private Response listBy(Request request, String field) {
        Condition condition = new Condition.Equal(field, request.pathParam("name"));
        return lists.selected(request, records, "provisionWatchers", Lists.AS_STORED, List.of(condition));
    }
}
