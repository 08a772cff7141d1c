/** Records as bytes: numbers, texts and byte arrays, written and read again. */
package io.graft.log.codec;
