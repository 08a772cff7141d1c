package io.graft.metadata.internal.store;

import io.graft.api.persistence.Document;
import io.graft.metadata.internal.model.Entity;

/**
 * What is stored, as read.
 *
 * @param value the metadata
 * @param document the document that it was read from, with its revision
 */
public record Entry<T extends Entity>(T value, Document document) {}
