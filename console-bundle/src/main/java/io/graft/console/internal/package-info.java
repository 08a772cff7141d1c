/** The web console's login, and its page of the gateway. */
package io.graft.console.internal;
