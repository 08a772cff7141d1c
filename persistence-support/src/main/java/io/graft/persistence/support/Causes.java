package io.graft.persistence.support;

import io.graft.api.persistence.StoreException;

/** Tells in one line, without a secret, why something failed. */
final class Causes {

    private Causes() {}

    static String line(Throwable failure) {
        if (failure instanceof StoreException && failure.getMessage() != null) {
            return oneLine(failure.getMessage());
        }
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = failure.toString();
        return oneLine(root == failure ? message : message + ", caused by " + root);
    }

    private static String oneLine(String text) {
        return Secrets.blot(text).strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
