/** The web console's login. */
package io.graft.console.internal;
