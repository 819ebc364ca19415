package dev.coffer.storage;

import org.jspecify.annotations.Nullable;

/**
 * What can go wrong with a storage; its subclasses tell a caller what to do next. No message and no
 * cause carries a secret.
 */
public abstract class StorageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StorageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
