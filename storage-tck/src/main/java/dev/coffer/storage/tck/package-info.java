/**
 * The compatibility kit: one class to extend,
 * {@link dev.coffer.storage.tck.StorageBackendContract}, and a rule for each sentence of what a
 * backend promises.
 */
@NullMarked
package dev.coffer.storage.tck;

import org.jspecify.annotations.NullMarked;
