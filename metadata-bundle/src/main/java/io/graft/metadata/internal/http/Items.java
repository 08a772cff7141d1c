package io.graft.metadata.internal.http;

import io.graft.api.persistence.StoreException;
import io.graft.api.persistence.StoreUnavailableException;
import io.graft.metadata.internal.Settings;
import io.graft.metadata.internal.json.Json;
import io.graft.metadata.internal.model.ItemRequest;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import io.graft.rest.Request;
import io.graft.rest.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests whose body is an array: if one item is invalid, the whole request is refused and nothing changes;
 * else each item succeeds or fails by itself.
 */
final class Items {

    private static final Logger LOG = LoggerFactory.getLogger(Items.class);

    private record Result(String requestId, int status, String message, String id) {}

    private final Json json;
    private final Supplier<Settings> settings;

    Items(Json json, Supplier<Settings> settings) {
        this.json = json;
        this.settings = settings;
    }

    /** Adds each item; the function returns the id of what was added. */
    <R extends ItemRequest> Response add(Request request, Class<R[]> type, Function<R, String> action)
            throws IOException {
        return each(request, read(request, type), item -> success(item, 201, action.apply(item)));
    }

    /** Adds each item after it has been checked; the function returns the id of what was added. */
    <R extends ItemRequest> Response add(Request request, Class<R[]> type, Check<R> check, Function<R, String> action)
            throws IOException {
        return each(request, read(request, type), check, item -> success(item, 201, action.apply(item)));
    }

    /** Adds what has no id. */
    <R extends ItemRequest> Response addParts(Request request, Class<R[]> type, Consumer<R> action) throws IOException {
        return each(request, read(request, type), item -> {
            action.accept(item);
            return success(item, 201, "");
        });
    }

    /** Changes what each item says. */
    <R extends ItemRequest> Response change(Request request, Class<R[]> type, Consumer<R> action) throws IOException {
        return each(request, read(request, type), item -> {
            action.accept(item);
            return success(item, 200, "");
        });
    }

    /** Changes what each item says, after it has been checked. */
    <R extends ItemRequest> Response change(Request request, Class<R[]> type, Check<R> check, Consumer<R> action)
            throws IOException {
        return each(request, read(request, type), check, item -> {
            action.accept(item);
            return success(item, 200, "");
        });
    }

    /** A body that is one valid item. */
    <R extends ItemRequest> R one(Request request, Class<R> type) throws IOException {
        R item = json.read(request, type, settings.get().maxRequestBytes());
        if (item == null) {
            throw ApiException.invalid("the body is null; an object is needed");
        }
        item.validate();
        return item;
    }

    private <R extends ItemRequest> R[] read(Request request, Class<R[]> type) throws IOException {
        R[] items = json.read(request, type, settings.get().maxRequestBytes());
        if (items == null) {
            throw ApiException.invalid("the body is null; an array is needed");
        }
        for (int i = 0; i < items.length; i++) {
            if (items[i] == null) {
                throw ApiException.invalid("[" + i + "] is null; an object is needed");
            }
            items[i].validate();
        }
        return items;
    }

    private static <R extends ItemRequest> Response each(Request request, R[] items, Function<R, Result> action) {
        return each(request, items, Check.none(), action);
    }

    private static <R extends ItemRequest> Response each(
            Request request, R[] items, Check<R> check, Function<R, Result> action) {
        List<Result> results = new ArrayList<>(items.length);
        Checks<R> checks = new Checks<>(check, List.of(items));
        ApiException storeIsGone = null;
        for (int i = 0; i < items.length; i++) {
            R item = items[i];
            if (storeIsGone != null) {
                results.add(failure(item, storeIsGone));
                continue;
            }
            try {
                checks.require(i);
                results.add(action.apply(item));
            } catch (ApiException e) {
                results.add(failure(item, e));
            } catch (StoreUnavailableException e) {
                storeIsGone = ApiException.of(e);
                results.add(failure(item, storeIsGone));
            } catch (StoreException e) {
                LOG.error("Store failed in {} [{}]", request.method(), request.correlationId(), e);
                results.add(failure(item, ApiException.of(e)));
            } catch (RuntimeException e) {
                LOG.error("Unexpected failure in {} [{}]", request.method(), request.correlationId(), e);
                results.add(failure(item, new ApiException(ErrorKind.SERVER_ERROR, "internal error")));
            }
        }
        return Response.json(207, out -> {
            out.writeStartArray();
            for (Result result : results) {
                out.writeStartObject();
                out.writeStringField("apiVersion", Response.API_VERSION);
                if (!result.requestId().isEmpty()) {
                    out.writeStringField("requestId", result.requestId());
                }
                if (!result.message().isEmpty()) {
                    out.writeStringField("message", result.message());
                }
                out.writeNumberField("statusCode", result.status());
                if (!result.id().isEmpty()) {
                    out.writeStringField("id", result.id());
                }
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }

    private static Result success(ItemRequest item, int status, String id) {
        return new Result(requestId(item), status, "", id);
    }

    private static Result failure(ItemRequest item, ApiException e) {
        return new Result(requestId(item), e.kind().status(), e.getMessage(), "");
    }

    private static String requestId(ItemRequest item) {
        return item.requestId() == null ? "" : item.requestId();
    }
}
