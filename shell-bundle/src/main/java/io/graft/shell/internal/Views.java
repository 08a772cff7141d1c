package io.graft.shell.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graft.persistence.binding.Binding;
import io.graft.persistence.binding.MigrationStatus;
import io.graft.persistence.binding.Provider;
import io.graft.persistence.binding.StoreKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.karaf.shell.support.table.ShellTable;

/** How bindings and providers are shown: as JSON with the fields of the REST API, and in a few words. */
final class Views {

    private Views() {}

    static String json(Object value) throws JsonProcessingException {
        return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(value);
    }

    static ShellTable table(String... columns) {
        ShellTable table = new ShellTable();
        for (String column : columns) {
            table.column(column);
        }
        return table;
    }

    static Map<String, Object> of(Binding binding) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("service", binding.service());
        view.put("reference", binding.reference());
        view.put("stores", binding.stores().label());
        view.put("pid", binding.pid());
        view.put("property", binding.property());
        view.put("target", binding.target());
        view.put("state", binding.state().name());
        binding.bound().ifPresent(bound -> {
            view.put("provider", bound.provider());
            view.put("providerVersion", bound.version());
            view.put("providerBundle", bound.bundle());
        });
        if (!binding.problem().isEmpty()) {
            view.put("problem", binding.problem());
        }
        return view;
    }

    static Map<String, Object> of(MigrationStatus status) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("service", status.service());
        view.put("reference", status.reference());
        view.put("stores", status.stores().label());
        view.put("from", status.from());
        view.put("to", status.to());
        view.put("phase", status.phase().name());
        view.put("over", status.phase().over());
        view.put("message", status.message());
        view.put("copied", status.copied());
        view.put("total", status.total());
        view.put("perSecond", Math.round(status.perSecond()));
        status.left().ifPresent(left -> view.put("secondsLeft", left.toSeconds()));
        view.put("verifiedChunks", status.verifiedChunks());
        view.put("repairedChunks", status.repairedChunks());
        view.put("followed", status.followed());
        view.put("started", status.started().toString());
        status.flipped().ifPresent(when -> view.put("flipped", when.toString()));
        status.rollbackUntil().ifPresent(until -> view.put("rollbackUntil", until.toString()));
        return view;
    }

    static Map<String, Object> of(Provider provider) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", provider.name());
        view.put("version", provider.version());
        Map<String, Object> bundle = new LinkedHashMap<>();
        bundle.put("id", provider.bundle().id());
        bundle.put("symbolicName", provider.bundle().symbolicName());
        bundle.put("version", provider.bundle().version());
        view.put("bundle", bundle);
        view.put("stores", stores(provider).toList());
        view.put("certifiable", provider.certifiable());
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("status", provider.health().status());
        health.put("message", provider.health().message());
        view.put("health", health);
        view.put("boundBy", provider.boundBy());
        provider.certificate().ifPresent(certificate -> {
            Map<String, Object> known = new LinkedHashMap<>();
            known.put("state", certificate.state().name());
            known.put("detail", certificate.detail());
            if (certificate.when() != null) {
                known.put("when", certificate.when().toString());
            }
            view.put("certificate", known);
        });
        return view;
    }

    /** The kinds of stores that a provider serves, e.g. {@code events, documents}. */
    static String keeps(Provider provider) {
        return provider.stores().isEmpty() ? "nothing now" : stores(provider).collect(Collectors.joining(", "));
    }

    private static Stream<String> stores(Provider provider) {
        return Stream.of(StoreKind.values()).filter(provider.stores()::contains).map(StoreKind::label);
    }
}
