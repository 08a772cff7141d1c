/** A directory of files, seen as what survives a loss of power. */
package io.graft.log.disk;
