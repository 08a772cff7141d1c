package io.graft.console.internal;

/** Who may do what. */
interface Users {

    /** Whether the credentials are right and their user has the role; false also when that can't be found out. */
    boolean hasRole(BasicCredentials credentials, String role);
}
