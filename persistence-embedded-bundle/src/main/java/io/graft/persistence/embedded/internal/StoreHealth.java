package io.graft.persistence.embedded.internal;

import io.graft.api.persistence.StoreUnavailableException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** Says whether both stores are open, take changes, and have space left. */
final class StoreHealth implements HealthCheck {

    private static final long LITTLE_SPACE = 256L << 20;

    private final StoreOpening opening;

    StoreHealth(StoreOpening opening) {
        this.opening = opening;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        opening.failures().forEach((store, why) -> log.critical("The {} are not available: {}", store, why));
        opening.stores().forEach((store, open) -> open.failure()
                .ifPresentOrElse(
                        why -> {
                            if (why.reason() == Reason.FULL) {
                                log.warn("The {} take no more changes soon: {}", store, why.getMessage());
                            } else {
                                log.critical("The {} take no changes: {}", store, why.getMessage());
                            }
                        },
                        () -> log.info("The {} are open.", store)));
        opening.stores().forEach((store, open) -> open.warnings().forEach(text -> log.warn("The {}: {}", store, text)));
        space(log);
        return new Result(log);
    }

    private void space(FormattingResultLog log) {
        try {
            long space = Files.getFileStore(opening.path()).getUsableSpace();
            if (space < LITTLE_SPACE) {
                log.warn("Only {} MiB are left on the disk of {}.", space >> 20, opening.path());
            } else {
                log.info("{} MiB are left on the disk of {}.", space >> 20, opening.path());
            }
        } catch (IOException e) {
            log.warn("The disk of {} does not say how much space is left: {}", opening.path(), e.getMessage());
        }
    }
}
