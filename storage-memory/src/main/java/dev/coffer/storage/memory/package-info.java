/**
 * The reference backend: it keeps entries in memory, for tests and for programs that need nothing
 * to outlive them. {@link dev.coffer.storage.memory.MemoryBackend} is the text to copy from for a
 * backend of one's own.
 */
@NullMarked
package dev.coffer.storage.memory;

import org.jspecify.annotations.NullMarked;
