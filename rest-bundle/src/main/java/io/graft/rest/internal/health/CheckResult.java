package io.graft.rest.internal.health;

import java.util.List;

/**
 * What a health check said.
 *
 * @param name which check
 * @param tags {@code live}, {@code ready} or others
 * @param decides whether the gateway's own health depends on it
 * @param ok whether what it looks at can go on like this
 * @param status the status in Felix' words, e.g. {@code OK}, {@code WARN}, {@code CRITICAL}
 * @param message why; may be empty
 */
public record CheckResult(String name, List<String> tags, boolean decides, boolean ok, String status, String message) {}
