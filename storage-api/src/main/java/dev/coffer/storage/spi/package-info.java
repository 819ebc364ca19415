/**
 * What a backend implements, and what it is given to make that easy.
 *
 * <p>A backend keeps opaque {@link dev.coffer.storage.spi.StoredRecord records}: it knows no names,
 * no keys and no clock. It implements {@link dev.coffer.storage.spi.StorageBackend} (four methods
 * and {@code close}), is found by a {@link dev.coffer.storage.spi.StorageProvider}, and proves
 * itself by extending the compatibility kit's one class. The module {@code storage-memory} is the
 * text to copy from.
 */
@NullMarked
package dev.coffer.storage.spi;

import org.jspecify.annotations.NullMarked;
