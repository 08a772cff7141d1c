package io.graft.coredata.internal;

import io.graft.api.metadata.EventRetention;
import io.graft.api.persistence.EventStream;
import io.graft.rest.BoundedText;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what a device says about a source: by the source's name, else by a regular expression that matches it. */
final class RetentionRules {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionRules.class);

    private final Map<EventStream, EventRetention> byName = new HashMap<>();
    private final Map<String, Map<Pattern, EventRetention>> byPattern = new HashMap<>();

    RetentionRules(List<EventRetention> retentions) {
        for (EventRetention retention : retentions) {
            String device = retention.deviceName();
            byName.putIfAbsent(new EventStream(device, retention.sourceName()), retention);
            compile(retention).ifPresent(pattern -> byPattern
                    .computeIfAbsent(device, any -> new LinkedHashMap<>(2))
                    .put(pattern, retention));
        }
    }

    /** What the stream's device says about its source. */
    Optional<EventRetention> find(EventStream stream) {
        EventRetention named = byName.get(stream);
        if (named != null) {
            return Optional.of(named);
        }
        for (Map.Entry<Pattern, EventRetention> rule :
                byPattern.getOrDefault(stream.deviceName(), Map.of()).entrySet()) {
            if (matches(rule.getKey(), stream)) {
                return Optional.of(rule.getValue());
            }
        }
        return Optional.empty();
    }

    private static Optional<Pattern> compile(EventRetention retention) {
        try {
            return Optional.of(Pattern.compile(retention.sourceName()));
        } catch (PatternSyntaxException e) {
            LOG.debug("source {} of device {} is a plain name", retention.sourceName(), retention.deviceName(), e);
            return Optional.empty();
        }
    }

    private static boolean matches(Pattern pattern, EventStream stream) {
        try {
            return pattern.matcher(new BoundedText(stream.sourceName())).matches();
        } catch (BoundedText.TooLongException e) {
            LOG.warn(
                    "automatic reading '{}' of device {} takes too long to match source '{}'; its retention is not"
                            + " applied there, simplify the expression",
                    pattern,
                    stream.deviceName(),
                    stream.sourceName(),
                    e);
            return false;
        } catch (StackOverflowError e) {
            LOG.warn("automatic reading '{}' of device {} is too deep to match", pattern, stream.deviceName(), e);
            return false;
        }
    }
}
