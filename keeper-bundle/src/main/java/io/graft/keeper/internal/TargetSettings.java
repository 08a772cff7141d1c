package io.graft.keeper.internal;

import io.graft.persistence.binding.Binding;
import io.graft.persistence.binding.BindingException;
import io.graft.persistence.binding.Bindings;
import io.graft.rest.ApiException;
import io.graft.rest.ErrorKind;
import io.graft.rest.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * The targets of the services' bindings as settings, e.g. {@code Writable/EventsTarget} of the reference {@code events}.
 * They are changed as all bindings are: a provider that is not there or does not serve is refused.
 */
final class TargetSettings {

    private static final Pattern TARGET =
            Pattern.compile("\\s*(?:\\(persistence\\.provider=([^()*\\\\]+)\\)|([^()=*\\\\]+))\\s*");

    private final Lookup lookup;

    /** Asks whoever keeps the bindings, if there is somebody. */
    interface Lookup {

        /** What is answered; the other one where there is nobody. */
        <R> R ask(Function<? super Bindings, ? extends R> question, R otherwise);
    }

    TargetSettings(Lookup lookup) {
        this.lookup = lookup;
    }

    /**
     * Looks the service up each time. A reference of the component would close a circle, since bindings are known by the
     * services that have them: the framework would leave one of the two out.
     */
    static TargetSettings in(BundleContext context) {
        return new TargetSettings(new Lookup() {

            @Override
            public <R> R ask(Function<? super Bindings, ? extends R> question, R otherwise) {
                ServiceReference<Bindings> reference = context.getServiceReference(Bindings.class);
                Bindings bindings = reference == null ? null : context.getService(reference);
                if (bindings == null) {
                    return otherwise;
                }
                try {
                    return question.apply(bindings);
                } finally {
                    context.ungetService(reference);
                }
            }
        });
    }

    /** Those of a service. */
    List<Setting> of(String service) {
        return all().stream()
                .filter(binding -> binding.service().equals(service))
                .map(binding -> new Setting(path(binding), binding.property(), true, binding.target()))
                .toList();
    }

    boolean is(ServiceSetting setting) {
        return find(setting).isPresent();
    }

    /**
     * Binds a service as a value says; returns when it is bound.
     *
     * @param value a filter such as {@code (persistence.provider=redis)}, or the provider's name
     * @return what undoes it
     * @throws ApiException 400 if there is no such provider, 409 if it does not serve now, 503 if it can't be written
     */
    Runnable write(ServiceSetting setting, String value) {
        Binding before = find(setting)
                .orElseThrow(() -> ApiException.notFound("key '" + setting.key() + "' has no binding any more"));
        Matcher target = TARGET.matcher(value);
        if (!target.matches()) {
            throw ApiException.invalid("value '" + value + "' of key '" + setting.key()
                    + "' does not name a provider; write e.g. (persistence.provider=embedded)");
        }
        String provider = target.group(1) == null ? target.group(2) : target.group(1);
        bind(before, provider.strip());
        return () -> before.provider().ifPresent(old -> bind(before, old));
    }

    private void bind(Binding binding, String provider) {
        try {
            Optional<String> reference = Optional.of(binding.reference());
            if (lookup.ask(bindings -> bindings.bind(binding.service(), reference, provider), null) == null) {
                throw new ApiException(
                        ErrorKind.SERVICE_UNAVAILABLE,
                        "nobody can change the binding of " + binding.service() + " now");
            }
        } catch (BindingException e) {
            throw new ApiException(kindOf(e), e.getMessage(), e);
        }
    }

    private Optional<Binding> find(ServiceSetting setting) {
        return all().stream()
                .filter(binding -> binding.service().equals(setting.service())
                        && binding.property().equals(setting.setting().property()))
                .findFirst();
    }

    private List<Binding> all() {
        return lookup.ask(Bindings::bindings, List.of());
    }

    private static String path(Binding binding) {
        String name = binding.reference();
        return "Writable/" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + "Target";
    }

    private static ErrorKind kindOf(BindingException failure) {
        return switch (failure.reason()) {
            case UNKNOWN_SERVICE -> ErrorKind.DOES_NOT_EXIST;
            case INVALID -> ErrorKind.CONTRACT_INVALID;
            case NOT_SERVING -> ErrorKind.STATUS_CONFLICT;
            case FAILED -> ErrorKind.SERVICE_UNAVAILABLE;
        };
    }
}
