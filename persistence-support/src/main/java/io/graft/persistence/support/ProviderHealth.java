package io.graft.persistence.support;

import java.util.function.Supplier;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** Says why a provider is not there, or how its stores are. */
final class ProviderHealth implements HealthCheck {

    private final String name;
    private final Supplier<Publication> published;
    private volatile String failure;

    /** @param published gives null while there are no stores */
    ProviderHealth(String name, Supplier<Publication> published) {
        this.name = name;
        this.published = published;
    }

    /** The last attempt to open failed. */
    void failed(String cause) {
        failure = cause;
    }

    /** Nothing more is to be opened. */
    void clear() {
        failure = null;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        Publication open = published.get();
        String cause = failure;
        if (open == null) {
            if (cause == null) {
                log.temporarilyUnavailable("Provider {} is being opened.", name);
            } else {
                log.critical("Provider {} is not available: {}", name, cause);
            }
            return new Result(log);
        }
        log.info("Connected to {}.", open.stores().server());
        if (cause != null) {
            log.warn("The changed configuration does not work, what it was before is still in use: {}", cause);
        }
        open.stores().check(log);
        return new Result(log);
    }
}
