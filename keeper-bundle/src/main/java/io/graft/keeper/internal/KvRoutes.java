package io.graft.keeper.internal;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import io.graft.rest.Request;
import io.graft.rest.Response;
import io.graft.rest.Routes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys and values: the settings of the gateway's services, and whatever else is kept under a key. */
final class KvRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(KvRoutes.class);
    private static final String TEMPLATE = "/kvs/key/{key*}";
    private static final long MAX_ANSWER_CHARS = 16L << 20;

    /** The body of a PUT. */
    record UpdateKeys(@JsonProperty("value") JsonNode value) {}

    private final ServiceSettings settings;
    private final KvStore store;
    private final ConfigChanges changes;
    private final LongSupplier maxBody;

    /** @param maxBody the largest body of a PUT, in bytes */
    KvRoutes(ServiceSettings settings, KvStore store, ConfigChanges changes, LongSupplier maxBody) {
        this.settings = settings;
        this.store = store;
        this.changes = changes;
        this.maxBody = maxBody;
    }

    void addTo(Routes.Builder routes) {
        routes.get(TEMPLATE, "Gives the value of a key and of all keys below it.", this::get)
                .put(TEMPLATE, "Sets the value of a key or, flattened, of the keys below it.", this::put)
                .delete(TEMPLATE, "Removes a key or, by prefix, all keys below it too.", this::delete);
    }

    private Response get(Request request) {
        Key key = Key.of(request.pathParam("key"));
        boolean keyOnly = Flags.of(request, "keyOnly");
        boolean plain = Flags.of(request, "plaintext");
        Collection<Kv> found = under(key);
        if (found.isEmpty()) {
            throw ApiException.notFound("key '" + key.path() + "' not found, nor any key below it");
        }
        if (keyOnly) {
            return keys(found.stream().map(Kv::key).toList());
        }
        return Response.envelope(200, out -> {
            out.writeArrayFieldStart("response");
            for (Kv kv : found) {
                out.writeStartObject();
                out.writeStringField("key", kv.key());
                out.writeNumberField("created", kv.created());
                out.writeNumberField("modified", kv.modified());
                out.writeStringField("value", plain ? kv.value() : base64(kv.value()));
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }

    private Response put(Request request) throws IOException {
        Key key = Key.of(request.pathParam("key"));
        boolean flatten = Flags.of(request, "flatten");
        JsonNode value = request.bind(UpdateKeys.class, maxBody.getAsLong()).value();
        if (value == null || value.isNull()) {
            throw ApiException.invalid("the value field is undefined");
        }
        if (value.isObject() && value.isEmpty()) {
            throw ApiException.invalid("the value field is an empty object");
        }
        Map<Key, JsonNode> values = flatten ? ValueText.flatten(key, value) : Map.of(key, value);
        set(values);
        changes.put(key.path(), value);
        return keys(values.keySet().stream().map(Key::path).toList());
    }

    private Response delete(Request request) {
        Key key = Key.of(request.pathParam("key"));
        boolean prefixMatch = Flags.of(request, "prefixMatch");
        Optional<ServiceSetting> one = settings.find(key);
        if (one.isPresent()) {
            settings.reset(List.of(one.get()));
            changes.deleted(key.path());
            return keys(List.of(key.path()));
        }
        List<ServiceSetting> ours = settings.under(key);
        TreeSet<String> keys = new TreeSet<>();
        store.under(key, kv -> keys.add(kv.key()));
        List<String> others = List.copyOf(keys);
        ours.forEach(setting -> keys.add(setting.key()));
        if (keys.isEmpty()) {
            throw ApiException.notFound("key '" + key.path() + "' not found");
        }
        if (!prefixMatch && !keys.equals(Set.of(key.path()))) {
            throw ApiException.conflict("keys having the same prefix " + key.path()
                    + " exist and cannot be deleted; prefixMatch=true deletes them too");
        }
        settings.reset(ours);
        store.delete(others);
        changes.deleted(key.path());
        return keys(keys);
    }

    /** All is checked before anything is changed. */
    private void set(Map<Key, JsonNode> values) {
        Map<ServiceSetting, Object> ours = new LinkedHashMap<>();
        Map<Key, String> others = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            Optional<ServiceSetting> setting = settings.find(key);
            if (setting.isPresent()) {
                ours.put(setting.get(), setting.get().typed(value));
            } else {
                refuseParent(key);
                others.put(key, ValueText.of(key, value));
            }
        });
        write(ours);
        store.put(others);
        others.keySet().forEach(key -> settings.owner(key)
                .ifPresent(
                        service -> LOG.info("{} has no setting {}; it is kept without effect", service, key.path())));
    }

    private void write(Map<ServiceSetting, Object> values) {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((setting, value) -> texts.put(setting.key(), ServiceSetting.text(value)));
        boolean made = false;
        changes.begin(texts);
        try {
            settings.write(values);
            made = true;
        } finally {
            changes.end(texts, made);
        }
    }

    private void refuseParent(Key key) {
        if (!settings.under(key).isEmpty()) {
            throw ApiException.invalid("key '" + key.path()
                    + "' has settings below it and takes no value of its own; flatten=true sets those");
        }
    }

    /** A setting has nothing below it, and is there without a store too. */
    private Collection<Kv> under(Key key) {
        Optional<ServiceSetting> one = settings.find(key);
        if (one.isPresent()) {
            return List.of(one.get().kv());
        }
        Map<String, Kv> found = new TreeMap<>();
        long[] chars = {0};
        store.under(key, kv -> {
            chars[0] += kv.key().length() + kv.value().length();
            if (chars[0] > MAX_ANSWER_CHARS) {
                throw new ApiException(
                        ErrorKind.LIMIT_EXCEEDED,
                        "the values below key '" + key.path() + "' exceed " + MAX_ANSWER_CHARS
                                + " characters; ask for a longer key");
            }
            found.put(kv.key(), kv);
        });
        settings.under(key).forEach(setting -> found.put(setting.key(), setting.kv()));
        return found.values();
    }

    private static Response keys(Collection<String> keys) {
        List<String> copy = new ArrayList<>(keys);
        return Response.envelope(200, out -> {
            out.writeArrayFieldStart("response");
            for (String key : copy) {
                out.writeString(key);
            }
            out.writeEndArray();
        });
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
