package io.graft.coredata.internal;

import io.graft.rest.ApiException;

/** Collects what is wrong with a request, for one answer that names it all, in EdgeX's wording. */
final class Failures {

    private static final int LISTED = 20;

    private StringBuilder messages;
    private int count;

    /** Something is wrong with a field. */
    void add(String field, String problem) {
        add(field + " field " + problem);
    }

    /** Something is wrong. */
    void add(String message) {
        count++;
        if (count > LISTED) {
            return;
        }
        if (messages == null) {
            messages = new StringBuilder(message);
        } else {
            messages.append("; ").append(message);
        }
    }

    /** What another one has collected is wrong too. */
    void addAll(Failures others) {
        if (others.count == 0) {
            return;
        }
        int before = count;
        add(others.messages.toString());
        count = before + others.count;
    }

    /** How many there are. */
    int count() {
        return count;
    }

    /** Throws if anything is wrong. */
    void check() {
        if (count > LISTED) {
            messages.append("; and ").append(count - LISTED).append(" more");
        }
        if (count > 0) {
            throw ApiException.invalid(messages.toString());
        }
    }
}
