package io.graft.keeper.internal;

/**
 * A key with its value.
 *
 * @param key the key's path
 * @param value the value as text
 * @param created when the key came to be, in milliseconds since 1970
 * @param modified when its value was last changed, in milliseconds since 1970
 */
record Kv(String key, String value, long created, long modified) {}
