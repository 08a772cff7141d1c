package io.graft.persistence.binding.internal;

import io.graft.persistence.binding.Binding;
import io.graft.persistence.binding.BindingException;
import io.graft.persistence.binding.BindingException.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds bindings by the names that users give, and lists names for them. */
public final class BindingNames {

    private BindingNames() {}

    /**
     * The binding that names mean.
     *
     * @param reference empty if the service has one only
     * @throws BindingException if there is no such service or reference, or the reference has to be said
     */
    public static Binding find(List<Binding> all, String service, Optional<String> reference) {
        List<Binding> ofService =
                all.stream().filter(each -> each.service().equals(service)).toList();
        if (ofService.isEmpty()) {
            throw new BindingException(
                    Reason.UNKNOWN_SERVICE,
                    "there is no service '" + service + "' that keeps data; there is "
                            + list(all.stream().map(Binding::service)));
        }
        if (reference.isEmpty() && ofService.size() > 1) {
            throw new BindingException(
                    Reason.INVALID,
                    service + " is bound by several references: say which of "
                            + list(ofService.stream().map(Binding::reference)));
        }
        return ofService.stream()
                .filter(each -> reference.isEmpty() || each.reference().equals(reference.get()))
                .findFirst()
                .orElseThrow(() -> new BindingException(
                        Reason.UNKNOWN_SERVICE,
                        service + " has no reference '" + reference.orElse("") + "'; there is "
                                + list(ofService.stream().map(Binding::reference))));
    }

    /** The names in order, each once; {@code none} if there are none. */
    public static String list(Stream<String> names) {
        String joined = names.distinct().sorted().collect(Collectors.joining(", "));
        return joined.isEmpty() ? "none" : joined;
    }
}
