package dev.coffer.storage;

import org.jspecify.annotations.Nullable;

/**
 * The store as a whole is damaged, tampered with, or of a format that this release does not know.
 * Nothing was changed: keep it as it is, look into it, and restore it from a backup or open it
 * read-only.
 */
public final class UnreadableStoreException extends StorageException {

  private static final long serialVersionUID = 1L;

  /** With a message that says where and what, and a cause that carries no secret. */
  public UnreadableStoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
